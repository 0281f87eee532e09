using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Domain.Accounts;
using Chs.Domain.Eligibility;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Opens sessions. At most one of a child, study and kind is open, which a unique index guarantees.</summary>
sealed class ResponseOpener(IChsDb db, Actor actor, SiteTimeZone zone)
{
    /// <summary>The open session of a child in a study; null when there is none.</summary>
    public Task<Response?> FindOpenAsync(
        Study study,
        Child child,
        bool isPreview,
        CancellationToken cancellationToken
    ) =>
        db.Responses.SingleOrDefaultAsync(
            r => r.StudyId == study.Id && r.ChildId == child.Id && r.IsPreview == isPreview && r.IsOpen,
            cancellationToken
        );

    /// <summary>Adds a new session in which the actor takes part, and closes the one that was open.</summary>
    /// <param name="open">
    /// The open session that was found when it was decided to create a new one; null when there was none.
    /// It isn't looked up again here: that would close a session which another window has opened meanwhile.
    /// The unique index refuses the second of two such sessions instead.
    /// </param>
    public async Task<Response> OpenAsync(
        Study study,
        Child child,
        bool isPreview,
        Response? open,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        // The unique index sees this one closed first, because updates of a table are saved before inserts.
        open?.Close();
        var demographicsKey = await db
            .DemographicSnapshots.Where(d => d.UserId == actor.Key)
            .OrderByDescending(d => d.CreatedAt)
            .Select(d => (long?)d.Id)
            .FirstOrDefaultAsync(cancellationToken);
        // The day in the site's zone decides the child's age.
        var eligibility = EligibilityCodes.For(
            study.Ages,
            study.Details.CriteriaExpression,
            ChildFacts.Of(child, zone.Today(now)),
            await MeetsParticipationCriteriaAsync(study, child, cancellationToken)
        );
        var response = Response.Start(
            study,
            Response.VersionOf(study, isPreview),
            child.Id,
            actor.Key,
            demographicsKey,
            isPreview,
            eligibility,
            now
        );
        db.Responses.Add(response);
        return response;
    }

    /// <summary>
    /// Whether the child took part in every study that the criteria require, and in none that they exclude.
    /// </summary>
    /// <remarks>A frameplayer session counts once a frame was shown. Previews never count.</remarks>
    async Task<bool> MeetsParticipationCriteriaAsync(Study study, Child child, CancellationToken cancellationToken)
    {
        var criteria = await db
            .ParticipationCriteria.Where(c => c.StudyId == study.Id)
            .Select(c => new
            {
                c.IsRequired,
                TookPart = db.Responses.Any(r =>
                    r.StudyId == c.OtherStudyId
                    && r.ChildId == child.Id
                    && !r.IsPreview
                    && !(r.StudyType == StudyType.Frameplayer && r.Sequence == "[]")
                ),
            })
            .ToListAsync(cancellationToken);
        return criteria.All(c => c.TookPart == c.IsRequired);
    }
}
