using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Asks the site's reviewers to approve a draft. Needs the right to change the status.</summary>
/// <remarks>Families go on with the approved version meanwhile.</remarks>
public sealed record ProposeDraft(Guid StudyId, string Comments, int? IfVersion) : ICommand<StudyView>
{
    internal sealed class Validator : AbstractValidator<ProposeDraft>
    {
        public Validator() =>
            RuleFor(x => x.Comments).NotNull().MaximumLength(10_000).Must(TextRules.IsClean).WithErrorCode("invalid");
    }

    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<ProposeDraft, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(ProposeDraft request, CancellationToken cancellationToken)
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
            var proposed = study.Propose(request.Comments, actor.Id, now);
            if (proposed.Failed)
                return proposed.Error;
            db.StudyLog.Add(StudyLogEntry.OfDraft(study, actor.Key, "draft proposed", request.Comments, now));
            var draft = await db.DraftOfAsync(study, cancellationToken);
            return await db.ViewOfAsync(study, draft, cancellationToken);
        }
    }
}
