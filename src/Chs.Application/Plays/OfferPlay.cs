using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Plays;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Plays;

/// <summary>
/// Exchanges a start code for a ticket of this browser, and tells whom and what it would start: somebody else may have
/// sent the link, so the family is asked first.
/// </summary>
/// <param name="Code">The start code.</param>
/// <param name="Browser">A new secret that the browser holds.</param>
/// <param name="HostStudyId">The study to whom the host belongs; null where studies share one.</param>
public sealed record OfferPlay(string Code, string Browser, Guid? HostStudyId = null) : ICommand<PlayOffer>, IAnonymous
{
    internal sealed class Handler(IChsDb db, PlayTickets tickets, StudyFinder studies, TimeProvider time)
        : IRequestHandler<OfferPlay, Outcome<PlayOffer>>
    {
        public async Task<Outcome<PlayOffer>> Handle(OfferPlay request, CancellationToken cancellationToken)
        {
            var code = await tickets.SpendAsync(request.Code, browser: null, request.HostStudyId, cancellationToken);
            if (code is null)
                return PlayErrors.TicketNotValid;
            var study = await db.Studies.AsNoTracking().SingleAsync(s => s.Id == code.StudyId, cancellationToken);
            // Told before the family presses, and again by EnterPlay: the study may stop in between.
            if (!code.IsPreview && !study.TakesFamilies)
                return await studies.NotActiveAsync(study, cancellationToken);
            var secret = Secret.New();
            var offered = PlayTicket.OfferTo(
                Secret.Digest(request.Browser),
                code,
                Secret.Digest(secret),
                time.GetUtcNow()
            );
            db.PlayTickets.Add(offered);
            var child = await db
                .Children.Where(c => c.Id == code.ChildId)
                .Select(c => c.GivenName)
                .SingleOrDefaultAsync(cancellationToken);
            return new PlayOffer(secret, study.Details.Name, child, code.IsPreview);
        }
    }
}

/// <summary>A play that waits for a press.</summary>
/// <param name="Ticket">Begins it in this browser, within a quarter of an hour.</param>
/// <param name="ChildName">The given name of who takes part; null in a preview without a child.</param>
public sealed record PlayOffer(string Ticket, string StudyName, string? ChildName, bool IsPreview);
