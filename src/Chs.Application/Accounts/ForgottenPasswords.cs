using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using Chs.Domain.Labs;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Asks for a mail with a link to a new password. Answers the same whether there is such an account or not.</summary>
public sealed record AskForPassword(string Email) : ICommand
{
    internal sealed class Validator : AbstractValidator<AskForPassword>
    {
        public Validator() =>
            RuleFor(x => x.Email)
                .NotEmpty()
                .MaximumLength(254)
                .EmailAddress()
                .Must(TextRules.IsClean)
                .WithErrorCode("invalid");
    }

    internal sealed class Handler(IChsDb db, TimeProvider time) : IRequestHandler<AskForPassword, Outcome>
    {
        public async Task<Outcome> Handle(AskForPassword request, CancellationToken cancellationToken)
        {
            var email = User.Canonical(request.Email);
            var user = await db.Users.SingleOrDefaultAsync(u => u.Email == email && u.IsActive, cancellationToken);
            // Written either way, so that the answer takes as long.
            if (user is null)
                db.Audit.Add(AuditEntry.Of(null, "password forgotten", null, "{}", time.GetUtcNow()));
            else
                user.RequestPasswordReset(null, time.GetUtcNow());
            return Outcome.Ok;
        }
    }
}

/// <summary>Has a lab's member sent a mail with a link to a new password. Needs the right to manage the lab's researchers, who learn nothing of it but that it was sent.</summary>
public sealed record AskForMembersPassword(Guid LabId, Guid UserId) : ICommand
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<AskForMembersPassword, Outcome>
    {
        public async Task<Outcome> Handle(AskForMembersPassword request, CancellationToken cancellationToken)
        {
            var managed = await db.FindManagedLabAsync(request.LabId, current.Actor, cancellationToken);
            if (managed.Failed)
                return managed.Error;
            var lab = managed.Value.Id;
            var user = await db.Users.SingleOrDefaultAsync(
                u =>
                    u.Uuid == request.UserId
                    && u.IsActive
                    && db.LabMemberships.Any(m => m.LabId == lab && m.UserId == u.Id),
                cancellationToken
            );
            if (user is null)
                return Error.NotFound("researcher");
            user.RequestPasswordReset(current.Actor!.Id, time.GetUtcNow());
            return Outcome.Ok;
        }
    }
}

/// <summary>Chooses a new password by the link of a mail. All log-ins of the account end; a second factor stays in use. The link works once.</summary>
public sealed record ResetPassword(string Token, string Password) : ICommand
{
    internal sealed class Validator : AbstractValidator<ResetPassword>
    {
        public Validator()
        {
            RuleFor(x => x.Token).NotEmpty();
            RuleFor(x => x.Password).NotEmpty().MaximumLength(PasswordRules.MaximumLength);
        }
    }

    internal sealed class Handler(IChsDb db, AccountLinks links, IPasswords passwords, TimeProvider time)
        : IRequestHandler<ResetPassword, Outcome>
    {
        public async Task<Outcome> Handle(ResetPassword request, CancellationToken cancellationToken)
        {
            if (await links.FindForPasswordAsync(request.Token, cancellationToken) is not { } user)
                return AccountErrors.BadLink;
            if (passwords.WhyNot(request.Password, user) is { } refused)
                return refused;
            var now = time.GetUtcNow();
            user.ChangePassword(passwords.Hash(request.Password), now);
            user.ConfirmEmail(now); // whoever follows the link reads the mails
            await db.EndSessionsAsync(user.Id, null, cancellationToken);
            return Outcome.Ok;
        }
    }
}
