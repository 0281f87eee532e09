using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Accounts;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Replaces a child's description. The birthday stays once the child has a session in a study.</summary>
public sealed record UpdateChild(Guid ChildId, ChildInput Child, ExpectedVersions? IfVersion)
    : ICommand<ChildView>,
        IOpenToFamilies
{
    internal sealed class Validator : AbstractValidator<UpdateChild>
    {
        public Validator() => RuleFor(x => x.Child).SetValidator(new ChildInput.Validator()).OverridePropertyName("");
    }

    internal sealed class Handler(IChsDb db, ChildFinder children, SiteTimeZone zone, TimeProvider time)
        : IRequestHandler<UpdateChild, Outcome<ChildView>>
    {
        public async Task<Outcome<ChildView>> Handle(UpdateChild request, CancellationToken cancellationToken)
        {
            var found = await children.FindOwnAsync(request.ChildId, request.IfVersion, cancellationToken);
            if (found.Failed)
                return found.Error;
            var child = found.Value;
            if (request.Child.Birthday != child.Birthday && await HasSessionAsync(child, cancellationToken))
                return AccountErrors.BirthdayFixed;
            var now = time.GetUtcNow();
            var described = child.Describe(request.Child.ToProfile(), zone.Today(now));
            return described.Failed ? described.Error : ChildView.Of(child);
        }

        /// <summary>Ages in downloads, and who was eligible, are reckoned from the birthday.</summary>
        Task<bool> HasSessionAsync(Child child, CancellationToken cancellationToken) =>
            db.Responses.AnyAsync(r => r.ChildId == child.Id && !r.IsPreview, cancellationToken);
    }
}
