using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Domain.Eligibility;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>How sessions begin: at most one of a child, study and kind is open, which the database guarantees.</summary>
static class OpenResponses
{
    /// <summary>Previews run the draft, families what was activated.</summary>
    public static int VersionOf(Study study, bool preview) =>
        preview ? study.DraftNumber : study.LiveNumber ?? study.DraftNumber;

    extension(IChsDb db)
    {
        public Task<Response?> FindOpenAsync(
            Study study,
            Child child,
            bool preview,
            CancellationToken cancellationToken
        ) =>
            db.Responses.SingleOrDefaultAsync(
                r => r.StudyId == study.Id && r.ChildId == child.Id && r.IsPreview == preview && r.IsOpen,
                cancellationToken
            );

        /// <summary>Adds a new session, and closes the one before.</summary>
        /// <param name="open">What was found open when it was decided that a new one is needed. Looking again here would close a session that another window opened meanwhile; the database refuses that one's twin instead.</param>
        /// <param name="today">The day in the site's zone, which decides the child's age.</param>
        public async Task<Response> OpenResponseAsync(
            Study study,
            Child child,
            bool preview,
            Response? open,
            DateOnly today,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            if (open is not null)
            {
                open.Close();
                await db.SaveChangesAsync(cancellationToken); // before the new one is there
            }

            var demographics = await db
                .DemographicSnapshots.Where(d => d.UserId == child.UserId)
                .OrderByDescending(d => d.CreatedAt)
                .Select(d => (long?)d.Id)
                .FirstOrDefaultAsync(cancellationToken);
            var eligibility = EligibilityCodes.For(
                study.Ages,
                study.Details.CriteriaExpression,
                ChildFacts.Of(child, today),
                await db.ParticipationFitsAsync(study, child, cancellationToken)
            );
            var response = Response.Start(
                study,
                VersionOf(study, preview),
                child.Id,
                child.UserId,
                demographics,
                preview,
                eligibility,
                now
            );
            db.Responses.Add(response);
            return response;
        }

        /// <summary>Whether the child took part in every study that it must, and in none that it must not. A frameplayer's session counts once a frame was seen; tries never count.</summary>
        async Task<bool> ParticipationFitsAsync(Study study, Child child, CancellationToken cancellationToken)
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
}
