using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

static class FindStudy
{
    extension(IChsDb db)
    {
        /// <summary>A study that the actor may read, with the right asked for. "Not there" and "not yours to see" are one answer.</summary>
        public async Task<Outcome<Study>> FindStudyAsync(
            Guid id,
            StudyRight right,
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            if (access.Actor is null)
                return Error.Unauthenticated;
            var study = await db.Studies.SingleOrDefaultAsync(s => s.Uuid == id, cancellationToken);
            if (study is null || !await access.MayLookAsync(study, cancellationToken))
                return Error.NotFound("study");
            return right is StudyRight.ReadDetails || await access.MayAsync(right, study, cancellationToken)
                ? study
                : Error.Forbidden;
        }

        /// <summary>The same, as long as it is the version that was read.</summary>
        /// <param name="ifVersion">Null: whatever it is.</param>
        public async Task<Outcome<Study>> FindStudyAsync(
            Guid id,
            StudyRight right,
            int? ifVersion,
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            var found = await db.FindStudyAsync(id, right, access, cancellationToken);
            return !found.Failed && ifVersion is { } expected && expected != found.Value.Version
                ? Error.StaleAt(found.Value.Version)
                : found;
        }

        /// <summary>The version that previews run.</summary>
        public Task<StudyVersion> DraftOfAsync(Study study, CancellationToken cancellationToken) =>
            db.StudyVersions.SingleAsync(
                v => v.StudyId == study.Id && v.Number == study.DraftNumber,
                cancellationToken
            );
    }
}
