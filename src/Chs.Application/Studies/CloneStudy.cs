using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Copies a study that the actor may see into a lab in which the actor may make studies. The copy isn't built, not public, and the actor is its admin.</summary>
/// <param name="LabId">Null: the original's lab.</param>
public sealed record CloneStudy(Guid StudyId, Guid? LabId) : ICommand<StudyView>
{
    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<CloneStudy, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(CloneStudy request, CancellationToken cancellationToken)
        {
            var found = await db.FindStudyAsync(request.StudyId, StudyRight.ReadDetails, access, cancellationToken);
            if (found.Failed)
                return found.Error;
            var (original, actor, now) = (found.Value, access.Actor!, time.GetUtcNow());
            var place =
                request.LabId
                ?? await db
                    .Labs.Where(l => l.Id == original.LabId)
                    .Select(l => (Guid?)l.Uuid)
                    .SingleOrDefaultAsync(cancellationToken);
            if (place is not { } labId)
                return Error.NotFound("lab");
            var lab = await db.FindLabAsync(labId, actor, cancellationToken);
            if (lab.Failed)
                return lab.Error;
            if (!actor.IsResearcher || !lab.Value.Allows(LabRight.CreateStudies))
                return Error.Forbidden;

            var draft = await db.DraftOfAsync(original, cancellationToken);
            var copy = Domain.Studies.Study.CopyOf(original, lab.Value.Lab, actor.Key, actor.Id, now);
            db.Studies.Add(copy);
            await db.SaveChangesAsync(cancellationToken); // version and membership need the key that the database gives
            var version = StudyVersion.Of(
                copy.Id,
                copy.DraftNumber,
                draft.Protocol,
                now,
                actor.Key,
                $"Copy of {original.Uuid}, version {draft.Number}"
            );
            db.StudyVersions.Add(version);
            db.StudyLog.Add(StudyLogEntry.Of(copy, actor.Key, "", now));
            db.StudyMemberships.Add(StudyMembership.Of(copy.Id, actor.Key, StudyRole.Admin));
            foreach (
                var criterion in await db
                    .ParticipationCriteria.AsNoTracking()
                    .Where(c => c.StudyId == original.Id)
                    .ToListAsync(cancellationToken)
            )
                db.ParticipationCriteria.Add(ParticipationCriterion.Of(copy, criterion));
            await db.SaveChangesAsync(cancellationToken); // what is shown is read back
            return await db.ViewOfAsync(copy, version, cancellationToken);
        }
    }
}
