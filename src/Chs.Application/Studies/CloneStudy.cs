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

/// <summary>Copies a study that the actor may see into a lab in which the actor may create studies.</summary>
/// <remarks>The copy isn't built and isn't public. The actor becomes its admin.</remarks>
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
            var original = found.Value;
            var lab = await FindTargetLabAsync(request, original, cancellationToken);
            if (lab.Failed)
                return lab.Error;

            var actor = access.Actor!;
            var now = time.GetUtcNow();
            var copy = Study.CopyOf(original, lab.Value, actor.Key, actor.Id, now);
            db.Studies.Add(copy);
            // The version and the membership need the key that the database assigns.
            await db.SaveChangesAsync(cancellationToken);

            var version = await AddFirstVersionAsync(copy, original, actor.Key, now, cancellationToken);
            db.StudyLog.Add(StudyLogEntry.Of(copy, actor.Key, "", now));
            db.StudyMemberships.Add(StudyMembership.Of(copy.Id, actor.Key, StudyRole.Admin));
            await CopyCriteriaAsync(original, copy, cancellationToken);
            // The view is read back from the database.
            await db.SaveChangesAsync(cancellationToken);
            return await db.ViewOfAsync(copy, version, cancellationToken);
        }

        async Task<Outcome<Lab>> FindTargetLabAsync(
            CloneStudy request,
            Study original,
            CancellationToken cancellationToken
        )
        {
            var labId = request.LabId ?? await LabIdOfAsync(original, cancellationToken);
            if (labId is null)
                return Error.NotFound("lab");
            var found = await db.FindLabAsync(labId.Value, access.Actor, cancellationToken);
            if (found.Failed)
                return found.Error;
            if (access.Actor is not { IsResearcher: true } || !found.Value.Allows(LabRight.CreateStudies))
                return Error.Forbidden;
            return found.Value.Lab;
        }

        Task<Guid?> LabIdOfAsync(Study study, CancellationToken cancellationToken) =>
            db.Labs.Where(l => l.Id == study.LabId).Select(l => (Guid?)l.Uuid).SingleOrDefaultAsync(cancellationToken);

        async Task<StudyVersion> AddFirstVersionAsync(
            Study copy,
            Study original,
            long author,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            var draft = await db.DraftOfAsync(original, cancellationToken);
            var note = $"Copy of {original.Uuid}, version {draft.Number}";
            var version = StudyVersion.Of(copy.Id, copy.DraftNumber, draft.Protocol, now, author, note);
            db.StudyVersions.Add(version);
            return version;
        }

        async Task CopyCriteriaAsync(Study original, Study copy, CancellationToken cancellationToken)
        {
            var criteria = await db
                .ParticipationCriteria.AsNoTracking()
                .Where(c => c.StudyId == original.Id)
                .ToListAsync(cancellationToken);
            foreach (var criterion in criteria)
                db.ParticipationCriteria.Add(ParticipationCriterion.Of(copy, criterion));
        }
    }
}
