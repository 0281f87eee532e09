using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

static class StudyVersionQueries
{
    extension(IChsDb db)
    {
        /// <summary>Finds a version of the protocol of a study whose details the actor may read.</summary>
        public async Task<Outcome<StudyVersion>> FindVersionAsync(
            Guid studyId,
            int number,
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            var study = await db.FindStudyAsync(studyId, StudyRight.ReadDetails, access, cancellationToken);
            if (study.Failed)
                return study.Error;
            var version = await db
                .StudyVersions.AsNoTracking()
                .SingleOrDefaultAsync(v => v.StudyId == study.Value.Id && v.Number == number, cancellationToken);
            return version is null ? Error.NotFound("version") : version;
        }
    }
}
