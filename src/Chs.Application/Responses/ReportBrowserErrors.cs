using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Plays;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Responses;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>
/// Keeps errors that a browser met in one of the play's sessions, for the study's researchers. What goes beyond
/// <see cref="BrowserErrorTally"/> is dropped.
/// </summary>
/// <remarks>
/// Not an <see cref="IChange"/>: once a session has as many errors as are kept, a page that goes on reporting costs reads
/// only, and no transaction.
/// </remarks>
/// <param name="ResponseId">The session; null: the play's newest, if there is one.</param>
/// <param name="Errors">In the order in which they happened.</param>
/// <param name="Browser">The browser's <c>User-Agent</c>; empty when not known.</param>
public sealed record ReportBrowserErrors(Guid? ResponseId, IReadOnlyList<BrowserErrorInput> Errors, string Browser)
    : IRequest<Outcome>,
        IOwnTransactions,
        IPlayOnly
{
    internal sealed class Handler(IChsDb db, ISessionLog log, Transactions transactions, Actor actor, TimeProvider time)
        : IRequestHandler<ReportBrowserErrors, Outcome>
    {
        public async Task<Outcome> Handle(ReportBrowserErrors request, CancellationToken cancellationToken)
        {
            var session = await FindAsync(request.ResponseId, cancellationToken);
            if (session is null)
                return request.ResponseId is null ? Outcome.Ok : Error.NotFound("response");
            if (request.Errors is [] || (await TallyAsync(session.Key, cancellationToken)).IsFull)
                return Outcome.Ok;
            return await transactions.RunAsync(
                () => KeepAsync(session.Id, request, cancellationToken),
                cancellationToken
            );
        }

        /// <returns>Null when there is no such session of the play.</returns>
        async Task<Session?> FindAsync(Guid? responseId, CancellationToken cancellationToken)
        {
            var own = db.Responses.Where(actor.Play!.Writable(actor.Key));
            if (responseId is { } id)
                own = own.Where(r => r.Uuid == id);
            return await own.OrderByDescending(r => r.Id)
                .Select(r => new Session(r.Id, r.Uuid))
                .FirstOrDefaultAsync(cancellationToken);
        }

        async Task<Outcome> KeepAsync(Guid session, ReportBrowserErrors request, CancellationToken cancellationToken)
        {
            // Reports of one session wait for each other, so that together they don't exceed the limits.
            var response = await log.LockAsync(session, cancellationToken);
            if (response is null)
                return Error.NotFound("response");

            var now = time.GetUtcNow();
            var tally = await TallyAsync(response.Id, cancellationToken);
            var errors = request.Errors.Select(e =>
                BrowserError.Of(response, e.Message, e.Place, request.Browser, e.At, now)
            );
            foreach (var error in errors.Where(error => !error.IsEmpty))
            {
                // The first errors say the most about what went wrong, so that none is kept after one that was dropped.
                if (!tally.HasRoomFor(error))
                    break;
                tally = tally.With(error);
                db.BrowserErrors.Add(error);
            }

            return Outcome.Ok;
        }

        async Task<BrowserErrorTally> TallyAsync(long response, CancellationToken cancellationToken)
        {
            var sizes = await db
                .BrowserErrors.Where(e => e.ResponseId == response)
                .Select(e => e.Size)
                .ToListAsync(cancellationToken);
            return new BrowserErrorTally(sizes.Count, sizes.Sum());
        }

        sealed record Session(long Key, Guid Id);
    }
}

/// <summary>An error as a page reports it.</summary>
/// <param name="Message">What the browser said.</param>
/// <param name="Place">Where it happened, such as a file with line and column; empty when not known.</param>
/// <param name="At">When it happened by the browser's clock; null when not known.</param>
public sealed record BrowserErrorInput(string Message, string Place, DateTimeOffset? At);
