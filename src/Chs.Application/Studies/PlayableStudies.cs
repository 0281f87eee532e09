using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

static class PlayableStudies
{
    extension(IChsDb db)
    {
        /// <summary>Finds a study that is active, or that the actor may see or review.</summary>
        public async Task<Outcome<Study>> FindPlayableStudyAsync(
            Guid id,
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            if (access.Actor is null)
                return Error.Unauthenticated;
            var study = await db.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Uuid == id, cancellationToken);
            if (study is null)
                return Error.NotFound("study");
            return study.State is StudyState.Active || await access.CanSeeAsync(study, cancellationToken)
                ? study
                : Error.NotFound("study");
        }
    }
}
