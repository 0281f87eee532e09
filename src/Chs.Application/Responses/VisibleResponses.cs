using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain.Responses;
using Chs.Domain.Studies;

namespace Chs.Application.Responses;

/// <summary>The responses that an actor may read, of all studies.</summary>
static class VisibleResponses
{
    extension(IChsDb db)
    {
        /// <summary>
        /// Responses of the actor's own children, and consented responses of studies whose data the actor may read.
        /// </summary>
        public async Task<IQueryable<Response>> VisibleResponsesAsync(
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            var actorKey = access.Actor!.Key;
            var mayReadResponses = await access.StudiesWithRightsAsync(StudyRight.ReadResponses, cancellationToken);
            var mayReadPreviews = await access.StudiesWithRightsAsync(StudyRight.ReadPreviews, cancellationToken);
            var withResponses = db.Studies.Where(mayReadResponses).Select(s => s.Id);
            var withPreviews = db.Studies.Where(mayReadPreviews).Select(s => s.Id);
            return db.Responses.Where(r =>
                r.ParticipantId == actorKey
                || (
                    r.Ruling == Ruling.Accepted
                    && r.CompletedConsentFrame
                    && (r.IsPreview ? withPreviews.Contains(r.StudyId) : withResponses.Contains(r.StudyId))
                )
            );
        }
    }
}
