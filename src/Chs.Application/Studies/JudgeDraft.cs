using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Approves or declines a proposed draft. For the site's reviewers.</summary>
/// <remarks>Families run an approved draft from their next session on. Nothing changes for them when it is declined.</remarks>
public sealed record JudgeDraft(Guid StudyId, bool Approve, string Comments, ExpectedVersions? IfVersion)
    : ICommand<StudyView>
{
    internal sealed class Validator : AbstractValidator<JudgeDraft>
    {
        public Validator() => RuleFor(x => x.Comments).NotNull().MaximumLength(10_000).MustBeClean();
    }

    internal sealed class Handler(StudyFinder studies, StudyViews views, Actor actor, TimeProvider time)
        : IRequestHandler<JudgeDraft, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(JudgeDraft request, CancellationToken cancellationToken)
        {
            var found = await studies.FindWholeAsync(
                request.StudyId,
                StudyRight.Review,
                request.IfVersion,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var judged = found.Value.JudgeProposal(request.Approve, request.Comments, actor.Deed(time));
            return judged.Failed ? judged.Error : await views.OfAsync(found.Value, cancellationToken);
        }
    }
}
