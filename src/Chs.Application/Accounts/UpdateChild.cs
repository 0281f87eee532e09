using Chs.Application.Pipeline;
using Chs.Application.Site;
using Chs.Domain;
using FluentValidation;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Replaces a child's description.</summary>
public sealed record UpdateChild(Guid ChildId, ChildInput Child, ExpectedVersions? IfVersion) : ICommand<ChildView>
{
    internal sealed class Validator : AbstractValidator<UpdateChild>
    {
        public Validator() => RuleFor(x => x.Child).SetValidator(new ChildInput.Validator()).OverridePropertyName("");
    }

    internal sealed class Handler(ChildFinder children, SiteTimeZone zone, TimeProvider time)
        : IRequestHandler<UpdateChild, Outcome<ChildView>>
    {
        public async Task<Outcome<ChildView>> Handle(UpdateChild request, CancellationToken cancellationToken)
        {
            var found = await children.FindOwnAsync(request.ChildId, request.IfVersion, cancellationToken);
            if (found.Failed)
                return found.Error;
            var child = found.Value;
            var now = time.GetUtcNow();
            var described = child.Describe(request.Child.ToProfile(), zone.Today(now));
            return described.Failed ? described.Error : ChildView.Of(child);
        }
    }
}
