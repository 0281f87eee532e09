using Chs.Application.Labs;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Makes the actor's account a researcher's account. Needs the password, which must satisfy the rules for researchers.
/// </summary>
public sealed record BecomeResearcher(string Password, string GivenName, string FamilyName) : ICommand<AccountView>
{
    internal sealed class Validator : AbstractValidator<BecomeResearcher>
    {
        public Validator()
        {
            RuleFor(x => x.Password).NotEmpty().MaximumLength(PasswordRules.MaximumLength);
            RuleFor(x => x.GivenName).NotEmpty().MaximumLength(255).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.FamilyName).NotEmpty().MaximumLength(255).Must(TextRules.IsClean).WithErrorCode("invalid");
        }
    }

    internal sealed class Handler(
        IChsDb db,
        DefaultLabs defaultLabs,
        ICurrentActor current,
        IPasswords passwords,
        TimeProvider time
    ) : IRequestHandler<BecomeResearcher, Outcome<AccountView>>
    {
        public async Task<Outcome<AccountView>> Handle(BecomeResearcher request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var user = await db.Users.SingleAsync(u => u.Id == actor.Key, cancellationToken);
            if (passwords.Verify(user.PasswordHash, request.Password) is PasswordMatch.No)
                return Error.Invalid("/password", "wrong", "This isn't your password.");
            var name = new PersonName(request.GivenName, request.FamilyName, user.Nickname);
            if (passwords.CheckNewPassword(request.Password, isResearcher: true, user.Email, name) is { } refused)
                return refused;
            var now = time.GetUtcNow();
            user.Rename(name with { Given = name.Given.Trim(), Family = name.Family.Trim() }, now);
            if (!user.IsResearcher)
            {
                user.BecomeResearcher(user.Uuid, now);
                if (user.EmailConfirmedAt is null)
                    user.RequestEmailConfirmation(now);
                await defaultLabs.JoinAsync(user, cancellationToken);
            }

            return await db.ViewOfAsync(user, cancellationToken);
        }
    }
}
