using System.Text.Json;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Messaging;
using FluentValidation;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>
/// Changes the e-mail address with which the actor logs in. The new address has to be confirmed; the former one gets a
/// mail too. Needs the password.
/// </summary>
public sealed record ChangeEmail(string Email, string Password) : ICommand<AccountView>, ISessionOnly
{
    internal sealed class Validator : AbstractValidator<ChangeEmail>
    {
        public Validator()
        {
            RuleFor(x => x.Email).NotEmpty().MaximumLength(254).EmailAddress().MustBeClean();
            RuleFor(x => x.Password).NotEmpty().MaximumLength(PasswordRules.MaximumLength);
        }
    }

    internal sealed class Preparation(PasswordConfirmation confirmation) : IPreparation<ChangeEmail>
    {
        public Task<Outcome> PrepareAsync(ChangeEmail request, CancellationToken cancellationToken) =>
            confirmation.ConfirmAsync(request.Password, "password", cancellationToken);
    }

    internal sealed class Handler(PasswordConfirmation confirmation, AccountViews views, IChsDb db, TimeProvider time)
        : IRequestHandler<ChangeEmail, Outcome<AccountView>>
    {
        public async Task<Outcome<AccountView>> Handle(ChangeEmail request, CancellationToken cancellationToken)
        {
            var confirmed = await confirmation.FindConfirmedAsync(cancellationToken);
            if (confirmed.Failed)
                return confirmed.Error;
            var user = confirmed.Value;
            var now = time.GetUtcNow();
            var formerEmail = user.Email;
            user.ChangeEmail(request.Email, now);
            if (user.Email != formerEmail)
                NotifyFormerAddress(formerEmail, now);
            return await views.OfAsync(user, cancellationToken);
        }

        /// <summary>
        /// Goes to the outbox directly: a domain event would also be written to the audit log, which holds no addresses.
        /// </summary>
        void NotifyFormerAddress(string formerEmail, DateTimeOffset now)
        {
            var body = JsonSerializer.Serialize(new EmailAddressReleased(formerEmail));
            db.Outbox.Add(OutboxMessage.Of(nameof(EmailAddressReleased), body, now));
        }
    }
}
