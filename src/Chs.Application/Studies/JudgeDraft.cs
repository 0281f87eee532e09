using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Approves or declines a proposed draft. For the site's reviewers.</summary>
/// <remarks>Families run an approved draft from their next session on. Nothing changes for them when it is declined.</remarks>
public sealed record JudgeDraft(Guid StudyId, bool Approve, string Comments, int? IfVersion) : ICommand<StudyView>
{
    internal sealed class Validator : AbstractValidator<JudgeDraft>
    {
        public Validator() =>
            RuleFor(x => x.Comments).NotNull().MaximumLength(10_000).Must(TextRules.IsClean).WithErrorCode("invalid");
    }

    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<JudgeDraft, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(JudgeDraft request, CancellationToken cancellationToken)
        {
            var found = await db.FindStudyAsync(
                request.StudyId,
                StudyRight.Review,
                request.IfVersion,
                access,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            var actor = access.Actor!;
            var now = time.GetUtcNow();
            var judged = study.JudgeProposal(request.Approve, request.Comments, actor.Id, now);
            if (judged.Failed)
                return judged.Error;
            var action = request.Approve ? "draft approved" : "draft declined";
            db.StudyLog.Add(StudyLogEntry.OfDraft(study, actor.Key, action, request.Comments, now));
            var draft = await db.DraftOfAsync(study, cancellationToken);
            return await db.ViewOfAsync(study, draft, cancellationToken);
        }
    }
}
