using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using FluentValidation;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>
/// Asks to move the actor's account to another e-mail address. Needs the password. It moves when the link in the mail to
/// the new address is followed: until then nobody's address is taken.
/// </summary>
/// <remarks>
/// The answer is the same for an address that has an account: its owner gets a mail instead.
/// </remarks>
public sealed record ChangeEmail(string Email, string Password) : ICommand<AccountView>, ISessionOnly
{
    internal sealed class Validator : AbstractValidator<ChangeEmail>
    {
        public Validator(IMailAddresses addresses)
        {
            RuleFor(x => x.Email).NotEmpty().MaximumLength(254).EmailAddress().MustBeClean().MustBeMailable(addresses);
            RuleFor(x => x.Password).NotEmpty().MaximumLength(PasswordRules.MaximumLength);
        }
    }

    /// <summary>
    /// Hashes and counts before the transaction begins: the mail after the password, so that whoever has found an open
    /// browser uses up nobody's mails.
    /// </summary>
    internal sealed class Preparation(PasswordConfirmation confirmation, AttemptLimits limits, Actor actor)
        : IPreparation<ChangeEmail>
    {
        public async Task<Outcome> PrepareAsync(ChangeEmail request, CancellationToken cancellationToken)
        {
            var confirmed = await confirmation.ConfirmAsync(request.Password, "password", cancellationToken);
            return confirmed.Failed
                ? confirmed
                : await limits.CountMailToAsync(actor, request.Email, cancellationToken);
        }
    }

    internal sealed class Handler(
        PasswordConfirmation confirmation,
        AccountViews views,
        AddressHolders holders,
        EmailNotices notices,
        TimeProvider time
    ) : IRequestHandler<ChangeEmail, Outcome<AccountView>>
    {
        public async Task<Outcome<AccountView>> Handle(ChangeEmail request, CancellationToken cancellationToken)
        {
            var confirmed = await confirmation.FindConfirmedAsync(cancellationToken);
            if (confirmed.Failed)
                return confirmed.Error;
            var user = confirmed.Value;
            var address = User.NormalizeEmail(request.Email);
            if (address != user.Email)
                await AskAsync(user, address, cancellationToken);
            return await views.OfAsync(user, cancellationToken);
        }

        async Task AskAsync(User user, string address, CancellationToken cancellationToken)
        {
            var now = time.GetUtcNow();
            if (await holders.FindAsync(address, cancellationToken) is { } owner)
                notices.TellWanted(owner, now);
            else
                notices.AskToConfirm(user, address, now);
        }
    }
}
