using Chs.Application.Access;
using Chs.Application.Builds;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Application.Site;
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
    internal sealed class Handler(
        IChsDb db,
        StudyFinder studies,
        PreviewRemoval previews,
        Actor actor,
        TimeProvider time
    ) : IRequestHandler<DeleteStudy, Outcome>
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

            var deed = actor.Deed(time);
            study.RecordDeletion(deed);
            await previews.RunAsync(study, deed.At, cancellationToken);
            // Publishes the event, and fails here if the study was changed concurrently.
            await db.SaveChangesAsync(cancellationToken);

            if (await StoredObjectsOfAsync(study, cancellationToken) is { Count: > 0 } keys)
                db.Outbox.Add(new ObjectsOrphaned(keys).ToMessage(deed.At));
            await DeleteDependentsAsync(study, cancellationToken);
            db.Studies.Remove(study);
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

        /// <summary>Keys of the objects in the store that nothing refers to once the study is gone.</summary>
        /// <remarks>Built files aren't among them: <see cref="DeleteExpiredArtefacts"/> removes those that no build uses.</remarks>
        async Task<List<string>> StoredObjectsOfAsync(Study study, CancellationToken cancellationToken)
        {
            var attestations = await db
                .Builds.Where(b => b.StudyId == study.Id)
                .Select(b => new { b.ProvenanceKey, b.ComponentsKey })
                .ToListAsync(cancellationToken);
            List<string> keys = [];
            foreach (var build in attestations)
            {
                if (build.ProvenanceKey is { } provenance)
                    keys.Add(provenance);
                if (build.ComponentsKey is { } components)
                    keys.Add(components);
            }

            if (study.Image is { } image)
                keys.Add(Media.KeyOf(image));
            return keys;
        }

        async Task DeleteDependentsAsync(Study study, CancellationToken cancellationToken)
        {
            var builds = db.Builds.Where(b => b.StudyId == study.Id);
            var buildIds = builds.Select(b => b.Id);
            await db.BuildFiles.Where(f => buildIds.Contains(f.BuildId)).ExecuteDeleteAsync(cancellationToken);
            await db.BuildEvents.Where(e => buildIds.Contains(e.BuildId)).ExecuteDeleteAsync(cancellationToken);
            await builds.ExecuteDeleteAsync(cancellationToken);
            await db.StudyVersions.Where(v => v.StudyId == study.Id).ExecuteDeleteAsync(cancellationToken);
            await db.StudyLog.Where(e => e.StudyId == study.Id).ExecuteDeleteAsync(cancellationToken);
            // A study that names itself would keep itself from being deleted.
            await db.ParticipationCriteria.Where(c => c.StudyId == study.Id).ExecuteDeleteAsync(cancellationToken);
        }
    }
}
