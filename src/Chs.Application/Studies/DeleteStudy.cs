using Chs.Application.Access;
using Chs.Application.Builds;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Deletes a study in which nobody took part, tries excepted, which go with it. Needs a study admin's right to change the lab. What was audited stays.</summary>
public sealed record DeleteStudy(Guid StudyId, int? IfVersion) : ICommand
{
    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<DeleteStudy, Outcome>
    {
        public async Task<Outcome> Handle(DeleteStudy request, CancellationToken cancellationToken)
        {
            var found = await db.FindStudyAsync(
                request.StudyId,
                StudyRight.ChangeLab,
                request.IfVersion,
                access,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            if (await db.Responses.AnyAsync(r => r.StudyId == study.Id && !r.IsPreview, cancellationToken))
                return StudyErrors.HasResponses;
            if (
                await db.ParticipationCriteria.AnyAsync(
                    c => c.OtherStudyId == study.Id && c.StudyId != study.Id,
                    cancellationToken
                )
            )
                return StudyErrors.Needed;
            if (
                await db.Builds.AnyAsync(
                    b =>
                        b.StudyId == study.Id
                        && (
                            b.State == BuildState.Requested
                            || b.State == BuildState.Queued
                            || b.State == BuildState.Running
                        ),
                    cancellationToken
                )
            )
                return StudyErrors.BuildRunning;

            var now = time.GetUtcNow();
            study.RecordDeletion(access.Actor!.Id, now);
            await db.RemovePreviewsAsync(study, now, cancellationToken);
            await db.SaveChangesAsync(cancellationToken); // the event goes out, and whoever changed the study meanwhile is noticed
            var records = await db
                .Builds.Where(b => b.StudyId == study.Id)
                .Select(b => new { b.ProvenanceKey, b.ComponentsKey })
                .ToListAsync(cancellationToken);
            string[] left =
            [
                .. records.SelectMany(r => new[] { r.ProvenanceKey, r.ComponentsKey }).OfType<string>(),
                .. study.Image is { } image ? [Site.Media.KeyOf(image)] : Array.Empty<string>(),
            ];
            if (left is not [])
                db.Outbox.Add(new ObjectsOrphaned(left).ToMessage(now));
            var builds = db.Builds.Where(b => b.StudyId == study.Id).Select(b => b.Id);
            await db.BuildFiles.Where(f => builds.Contains(f.BuildId)).ExecuteDeleteAsync(cancellationToken);
            await db.BuildEvents.Where(e => builds.Contains(e.BuildId)).ExecuteDeleteAsync(cancellationToken);
            await db.Builds.Where(b => b.StudyId == study.Id).ExecuteDeleteAsync(cancellationToken);
            await db.StudyVersions.Where(v => v.StudyId == study.Id).ExecuteDeleteAsync(cancellationToken);
            await db.StudyLog.Where(e => e.StudyId == study.Id).ExecuteDeleteAsync(cancellationToken);
            db.Studies.Remove(study);
            return Outcome.Ok;
        }
    }
}
