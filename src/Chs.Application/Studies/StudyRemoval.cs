using Chs.Application.Builds;
using Chs.Application.Messaging;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Application.Site;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Removes a study that has no responses but previews, with everything that belongs to it.</summary>
sealed class StudyRemoval(IChsDb db, PreviewRemoval previews)
{
    /// <remarks>Runs in the request's transaction; the pipeline saves.</remarks>
    /// <param name="by">Who removes it; null: the operator.</param>
    public async Task RunAsync(Study study, Guid? by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        study.RecordDeletion(by, now);
        await previews.RunAsync(study, now, cancellationToken);
        // Publishes the event, and fails here if the study was changed concurrently.
        await db.SaveChangesAsync(cancellationToken);

        if (await StoredObjectsOfAsync(study, cancellationToken) is { Count: > 0 } keys)
            db.Post(new ObjectsOrphaned(keys), now);
        await DeleteDependentsAsync(study, cancellationToken);
        db.Studies.Remove(study);
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
