using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
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
            // Both branches write a row, so that the time of the answer doesn't tell whether the account exists.
            if (user is not { IsActive: true })
                db.Audit.Add(AuditEntry.Of(null, "password forgotten", null, "{}", time.GetUtcNow()));
            else
                user.RequestPasswordReset(time.GetUtcNow());
            return Outcome.Ok;
        }
    }
}
