using System.Text.Json;
using Chs.Application.Messaging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using FluentValidation;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>
/// Sends a mail with a link to a new password to the account with this address. Gives the same answer when there is no
/// such account.
/// </summary>
public sealed record AskForPassword(string Email) : ICommand, IAnonymous
{
    internal sealed class Validator : AbstractValidator<AskForPassword>
    {
        public Validator() => RuleFor(x => x.Email).NotEmpty().MaximumLength(254).EmailAddress().MustBeClean();
    }

    internal sealed class Handler(AccountsByEmail accounts, IChsDb db, TimeProvider time)
        : IRequestHandler<AskForPassword, Outcome>
    {
        public async Task<Outcome> Handle(AskForPassword request, CancellationToken cancellationToken)
        {
            var user = await accounts.FindByEmailAsync(request.Email, cancellationToken);
            var now = time.GetUtcNow();
            Guid? account = user is { IsActive: true } ? user.Uuid : null;
            // The same rows either way, and no other, so that the time of the answer doesn't tell whether there is such an
            // account: a message to nobody is delivered as any other.
            var message = new PasswordResetRequested(account ?? Guid.Empty, null, now);
            db.Post(message, now);
            var action = account is null ? "password forgotten" : "password reset requested";
            var details = account is null ? "{}" : JsonSerializer.Serialize(message);
            db.Audit.Add(AuditEntry.Of(null, action, account, details, now));
            return Outcome.Ok;
        }
    }
}
