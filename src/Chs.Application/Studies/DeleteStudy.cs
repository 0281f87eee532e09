using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Deletes a study that no family has opened, together with its previews. Needs the right to change the lab.</summary>
/// <remarks>
/// Its audit entries stay. That a session doesn't count as participation is no reason to delete it: it is a family's, and may
/// have a consent, a video or errors.
/// </remarks>
public sealed record DeleteStudy(Guid StudyId, ExpectedVersions? IfVersion) : ICommand
{
    internal sealed class Handler(IChsDb db, StudyFinder studies, StudyRemoval removal, Actor actor, TimeProvider time)
        : IRequestHandler<DeleteStudy, Outcome>
    {
        public async Task<Outcome> Handle(DeleteStudy request, CancellationToken cancellationToken)
        {
            var found = await studies.FindAsync(
                request.StudyId,
                StudyRight.ChangeLab,
                request.IfVersion,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            if (await FindObstacleAsync(study, cancellationToken) is { } obstacle)
                return obstacle;

            await removal.RunAsync(study, actor.Id, time.GetUtcNow(), cancellationToken);
            return Outcome.Ok;
        }

        /// <summary>Why the study can't be deleted; null: nothing prevents it.</summary>
        async Task<Error?> FindObstacleAsync(Study study, CancellationToken cancellationToken)
        {
            if (await db.Responses.AnyAsync(r => r.StudyId == study.Id && !r.IsPreview, cancellationToken))
                return StudyErrors.HasResponses;

            var isNamedByOthers = await db.ParticipationCriteria.AnyAsync(
                c => c.OtherStudyId == study.Id && c.StudyId != study.Id,
                cancellationToken
            );
            if (isNamedByOthers)
                return StudyErrors.NeededByOthers;

            var isBuilding = await db
                .Builds.Where(b => b.StudyId == study.Id)
                .AnyAsync(Build.IsActive, cancellationToken);
            return isBuilding ? StudyErrors.BuildRunning : null;
        }
    }
}
