using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Responses;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>
/// Lists the errors that browsers met in a session, in the order of their arrival. Needs the right to read the response's
/// data, of a preview whether or not there is a consent. Leaves an entry in the audit log.
/// </summary>
public sealed record ListBrowserErrors : PagedQuery, IQuery<Page<BrowserErrorItem>>, IAudited, IWithinScope
{
    public required Guid StudyId { get; init; }
    public required Guid ResponseId { get; init; }

    string IAudited.AuditAction => "read browser errors";

    IEnumerable<Guid?> IAudited.AuditSubjects => [ResponseId];

    internal sealed class Validator : PagedValidator<ListBrowserErrors>;

    internal sealed class Handler(IChsDb db, ResponseFinder finder)
        : IRequestHandler<ListBrowserErrors, Outcome<Page<BrowserErrorItem>>>
    {
        static readonly Keyset<BrowserError> InOrder = Keyset.ByKey<BrowserError>(e => e.Id, isDescending: false);

        public async Task<Outcome<Page<BrowserErrorItem>>> Handle(
            ListBrowserErrors request,
            CancellationToken cancellationToken
        )
        {
            var found = await finder.FindWithErrorsAsync(request.StudyId, cancellationToken);
            if (found.Failed)
                return found.Error;
            var response = await found
                .Value.Responses.Where(r => r.Uuid == request.ResponseId)
                .Select(r => (long?)r.Id)
                .SingleOrDefaultAsync(cancellationToken);
            if (response is null)
                return Error.NotFound("response");

            var errors = db.BrowserErrors.AsNoTracking().Where(e => e.ResponseId == response);
            var total = await errors.CountIfAskedAsync(request, cancellationToken);
            var rows = await InOrder.PageOf(errors, request).ToListAsync(cancellationToken);
            return Page.Create(request, rows, total, e => new Cursor("", e.Id), BrowserErrorItem.Of);
        }
    }
}

/// <summary>
/// An error that a browser met during a session. Its texts come from browsers and from the study's code: show them as
/// plain text.
/// </summary>
public sealed record BrowserErrorItem
{
    /// <summary>What the browser said; at most 1,000 characters, without line breaks.</summary>
    /// <example>ReferenceError: stimuli is not defined</example>
    public required string Message { get; init; }

    /// <summary>Where it happened; at most 1,000 characters, empty when not known.</summary>
    /// <example>https://files.example.org/faces.js:12:5</example>
    public required string Place { get; init; }

    /// <summary>The browser as it names itself; at most 300 characters, empty when not known.</summary>
    /// <example>Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0</example>
    public required string Browser { get; init; }

    /// <summary>When it happened by the browser's clock, but neither before the session nor after <c>receivedAt</c>.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When the report arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    internal static BrowserErrorItem Of(BrowserError error) =>
        new()
        {
            Message = error.Message,
            Place = error.Place,
            Browser = error.Browser,
            OccurredAt = error.OccurredAt,
            ReceivedAt = error.ReceivedAt,
        };
}
