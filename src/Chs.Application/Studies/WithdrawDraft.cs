using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Withdraws a proposed draft from review. Needs the right to change the status.</summary>
public sealed record WithdrawDraft(Guid StudyId, int? IfVersion) : ICommand<StudyView>
{
    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<WithdrawDraft, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(WithdrawDraft request, CancellationToken cancellationToken)
        {
            var found = await db.FindStudyAsync(
                request.StudyId,
                StudyRight.ChangeStatus,
                request.IfVersion,
                access,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            var actor = access.Actor!;
            var now = time.GetUtcNow();
            var withdrawn = study.WithdrawProposal(actor.Id, now);
            if (withdrawn.Failed)
                return withdrawn.Error;
            db.StudyLog.Add(StudyLogEntry.OfDraft(study, actor.Key, "draft withdrawn", "", now));
            var draft = await db.DraftOfAsync(study, cancellationToken);
            return await db.ViewOfAsync(study, draft, cancellationToken);
        }
    }
}
