using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Domain;
using FluentValidation;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Registers a child of the actor.</summary>
public sealed record CreateChild(ChildInput Child) : ICommand<ChildView>, IOpenToFamilies
{
    internal sealed class Validator : AbstractValidator<CreateChild>
    {
        public Validator() => RuleFor(x => x.Child).SetValidator(new ChildInput.Validator()).OverridePropertyName("");
    }

    internal sealed class Handler(IChsDb db, Actor actor, SiteTimeZone zone, TimeProvider time)
        : IRequestHandler<CreateChild, Outcome<ChildView>>
    {
        public Task<Outcome<ChildView>> Handle(CreateChild request, CancellationToken cancellationToken) =>
            Task.FromResult(Handle(request));

        Outcome<ChildView> Handle(CreateChild request)
        {
            var profile = request.Child.ToProfile();
            var now = time.GetUtcNow();
            var registered = Domain.Accounts.Child.Register(actor.Key, profile, now, zone.Today(now));
            if (registered.Failed)
                return registered.Error;
            db.Children.Add(registered.Value);
            return ChildView.Of(registered.Value);
        }
    }
}
