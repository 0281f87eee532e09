using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Plays;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Plays;

/// <summary>
/// Begins a play in exchange for a ticket, and returns its key, once. The browser's earlier play ends.
/// </summary>
/// <remarks>
/// Here the play has started: what happens to the study later, short of archiving it, doesn't stop it any more; whoever
/// has finished begins nothing new in a study that has stopped.
/// </remarks>
/// <param name="Ticket">The ticket's secret.</param>
/// <param name="Browser">The secret that the browser has held since before the ticket was issued.</param>
/// <param name="PreviousKey">Key of the play that the browser had on this host; null: none.</param>
/// <param name="HostStudyId">The study to whom the host belongs; null where studies share one.</param>
public sealed record EnterPlay(string Ticket, string Browser, string? PreviousKey, Guid? HostStudyId = null)
    : ICommand<EnteredPlay>,
        IAnonymous
{
    internal sealed class Handler(IChsDb db, PlayTickets tickets, StudyFinder studies, TimeProvider time)
        : IRequestHandler<EnterPlay, Outcome<EnteredPlay>>
    {
        public async Task<Outcome<EnteredPlay>> Handle(EnterPlay request, CancellationToken cancellationToken)
        {
            var ticket = await tickets.SpendAsync(
                request.Ticket,
                request.Browser,
                request.HostStudyId,
                cancellationToken
            );
            if (ticket is null)
                return PlayErrors.TicketNotValid;
            var study = await db.Studies.AsNoTracking().SingleAsync(s => s.Id == ticket.StudyId, cancellationToken);
            if (!ticket.IsPreview && !study.TakesFamilies)
                return await studies.NotActiveAsync(study, cancellationToken);

            await EndEarlierAsync(ticket, request.PreviousKey, cancellationToken);
            var secret = Secret.New();
            var play = Play.Begin(
                ticket,
                Secret.Digest(secret),
                Response.VersionOf(study, ticket.IsPreview),
                study.Type is StudyType.Frameplayer ? study.CurrentBuildId : null,
                time.GetUtcNow()
            );
            db.Plays.Add(play);
            var child = await db
                .Children.Where(c => c.Id == ticket.ChildId)
                .Select(c => (Guid?)c.Uuid)
                .SingleOrDefaultAsync(cancellationToken);
            return new EnteredPlay(secret, study.Type, study.Uuid, child, play.IsPreview);
        }

        /// <summary>Ends the play that this browser had, here or on the host of another study.</summary>
        /// <remarks>A log-in is one browser or program; a script's key may be in many hands.</remarks>
        async Task EndEarlierAsync(PlayTicket ticket, string? previousKey, CancellationToken cancellationToken)
        {
            var previous = previousKey is null ? [] : Secret.Digest(previousKey);
            var logIn = db.Credentials.Where(Credential.IsLogIn).Where(c => c.Id == ticket.CredentialId);
            await db
                .Plays.Where(p => p.Digest == previous || logIn.Any(c => c.Id == p.CredentialId))
                .ExecuteDeleteAsync(cancellationToken);
        }
    }
}

/// <summary>A play that has begun.</summary>
/// <param name="Key">For the cookie; shown only here, because only its digest is stored.</param>
/// <param name="Type">How the study is run.</param>
/// <param name="ChildId">Who takes part; null in a preview without a child.</param>
public sealed record EnteredPlay(string Key, StudyType Type, Guid StudyId, Guid? ChildId, bool IsPreview);
