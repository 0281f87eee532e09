using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Application.Pipeline;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using FluentValidation;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>
/// Makes the actor's account a researcher's account. Needs the password, which must satisfy the rules for researchers.
/// </summary>
public sealed record BecomeResearcher(string Password, string GivenName, string FamilyName)
    : ICommand<AccountView>,
        ISessionOnly
{
    internal sealed class Validator : AbstractValidator<BecomeResearcher>
    {
        public Validator()
        {
            RuleFor(x => x.Password).NotEmpty().MaximumLength(PasswordRules.MaximumLength);
            RuleFor(x => x.GivenName).NotEmpty().MaximumLength(255).MustBeClean();
            RuleFor(x => x.FamilyName).NotEmpty().MaximumLength(255).MustBeClean();
        }
    }

    internal sealed class Preparation(PasswordConfirmation confirmation) : IPreparation<BecomeResearcher>
    {
        public Task<Outcome> PrepareAsync(BecomeResearcher request, CancellationToken cancellationToken) =>
            confirmation.ConfirmAsync(request.Password, "password", cancellationToken);
    }

    internal sealed class Handler(
        PasswordConfirmation confirmation,
        NewPasswords newPasswords,
        AccountViews views,
        DefaultLabs defaultLabs,
        Actor actor,
        TimeProvider time
    ) : IRequestHandler<BecomeResearcher, Outcome<AccountView>>
    {
        public async Task<Outcome<AccountView>> Handle(BecomeResearcher request, CancellationToken cancellationToken)
        {
            var confirmed = await confirmation.FindConfirmedAsync(cancellationToken);
            if (confirmed.Failed)
                return confirmed.Error;
            var user = confirmed.Value;
            var name = new PersonName(request.GivenName, request.FamilyName, user.Nickname);
            if (newPasswords.Check(request.Password, isResearcher: true, user.Email, name) is { } refused)
                return refused;

            var deed = actor.Deed(time);
            user.Rename(name with { Given = name.Given.Trim(), Family = name.Family.Trim() }, deed.At);
            if (!user.IsResearcher)
            {
                user.BecomeResearcher(deed);
                await defaultLabs.JoinAsync(user, cancellationToken);
            }

            return await views.OfAsync(user, cancellationToken);
        }
    }
}
