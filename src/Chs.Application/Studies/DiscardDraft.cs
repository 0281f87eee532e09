using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Discards a draft: the approved protocol becomes the draft again, as a new version. Needs the right to write details.</summary>
public sealed record DiscardDraft(Guid StudyId, int? IfVersion) : ICommand<StudyView>
{
    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<DiscardDraft, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(DiscardDraft request, CancellationToken cancellationToken)
        {
            var found = await db.FindStudyAsync(
                request.StudyId,
                StudyRight.WriteDetails,
                request.IfVersion,
                access,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            var actor = access.Actor!;
            if (!study.HasDraftBeside)
                return StudyErrors.NothingToPropose;

            var approved = await db.StudyVersions.SingleAsync(
                v => v.StudyId == study.Id && v.Number == study.ApprovedNumber,
                cancellationToken
            );
            var draft = await db.DraftOfAsync(study, cancellationToken);
            var note = $"Version {approved.Number} again";
            var now = time.GetUtcNow();
            var restored = study.ReviseBeside(draft, approved.Protocol, actor.Id, now, actor.Key, note);
            if (restored.Failed)
                return restored.Error;
            if (restored.Value is { } version)
                db.StudyVersions.Add(version);
            return await db.ViewOfAsync(study, restored.Value ?? draft, cancellationToken);
        }
    }
}
