using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Asks the site's reviewers to approve a draft. Needs the right to change the status.</summary>
/// <remarks>Families go on with the approved version meanwhile. A draft with faults is refused.</remarks>
public sealed record ProposeDraft(Guid StudyId, string Comments, ExpectedVersions? IfVersion) : ICommand<StudyView>
{
    internal sealed class Validator : AbstractValidator<ProposeDraft>
    {
        public Validator() => RuleFor(x => x.Comments).NotNull().MaximumLength(10_000).MustBeClean();
    }

    internal sealed class Handler(StudyFinder studies, StudyViews views, Actor actor, TimeProvider time)
        : IRequestHandler<ProposeDraft, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(ProposeDraft request, CancellationToken cancellationToken)
        {
            var found = await studies.FindWholeAsync(
                request.StudyId,
                StudyRight.ChangeStatus,
                request.IfVersion,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            if (found.Value.HasDraftBeside && ProtocolReport.Of(found.Value).ToObstacle() is { } faulty)
                return faulty;
            var proposed = found.Value.Propose(request.Comments, actor.Deed(time));
            return proposed.Failed ? proposed.Error : await views.OfAsync(found.Value, cancellationToken);
        }
    }
}
