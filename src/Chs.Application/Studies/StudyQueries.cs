using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

static class StudyQueries
{
    extension(IChsDb db)
    {
        /// <summary>Finds a study on which the actor holds the right.</summary>
        /// <remarks>Studies that don't exist and studies that the actor may not see are refused alike.</remarks>
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
            if (study is null || !await access.CanSeeAsync(study, cancellationToken))
                return Error.NotFound("study");
            return right is StudyRight.ReadDetails || await access.HasRightsAsync(right, study, cancellationToken)
                ? study
                : Error.Forbidden;
        }

        /// <summary>Finds a study on which the actor holds the right, and refuses it when it was changed since it was read.</summary>
        /// <param name="ifVersion">The version that was read; null: any.</param>
        public async Task<Outcome<Study>> FindStudyAsync(
            Guid id,
            StudyRight right,
            int? ifVersion,
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            var found = await db.FindStudyAsync(id, right, access, cancellationToken);
            if (found.Failed || ifVersion is not { } expected)
                return found;
            var version = found.Value.Version;
            return version == expected ? found : Error.StaleAt(version);
        }

        /// <summary>The version of the protocol that previews run.</summary>
        public Task<StudyVersion> DraftOfAsync(Study study, CancellationToken cancellationToken) =>
            db.StudyVersions.SingleAsync(
                v => v.StudyId == study.Id && v.Number == study.DraftNumber,
                cancellationToken
            );
    }
}
