using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Messaging;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Changes what the actor is called. Members that are absent stay.</summary>
public sealed record UpdateAccount(string? GivenName, string? FamilyName, string? Nickname) : ICommand<AccountView>
{
    internal sealed class Validator : AbstractValidator<UpdateAccount>
    {
        public Validator()
        {
            RuleFor(x => x.GivenName).MaximumLength(255).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.FamilyName).MaximumLength(255).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Nickname).MaximumLength(255).Must(TextRules.IsClean).WithErrorCode("invalid");
        }
    }

    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<UpdateAccount, Outcome<AccountView>>
    {
        public async Task<Outcome<AccountView>> Handle(UpdateAccount request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var user = await db.Users.SingleAsync(u => u.Id == actor.Key, cancellationToken);
            var name = new PersonName(
                request.GivenName?.Trim() ?? user.GivenName,
                request.FamilyName?.Trim() ?? user.FamilyName,
                request.Nickname?.Trim() ?? user.Nickname
            );
            if (user.IsResearcher && ResearcherNames.Faults(name) is { Count: > 0 } faults)
                return Error.Invalid(faults);
            user.Rename(name, time.GetUtcNow());
            return await db.ViewOfAsync(user, cancellationToken);
        }
    }
}

/// <summary>Moves the actor's log-in to another address, which is to be confirmed. Needs the password; the address before gets a mail too.</summary>
public sealed record ChangeEmail(string Email, string Password) : ICommand<AccountView>
{
    internal sealed class Validator : AbstractValidator<ChangeEmail>
    {
        public Validator()
        {
            RuleFor(x => x.Email)
                .NotEmpty()
                .MaximumLength(254)
                .EmailAddress()
                .Must(TextRules.IsClean)
                .WithErrorCode("invalid");
            RuleFor(x => x.Password).NotEmpty().MaximumLength(PasswordRules.MaximumLength);
        }
    }

    internal sealed class Handler(IChsDb db, ICurrentActor current, IPasswords passwords, TimeProvider time)
        : IRequestHandler<ChangeEmail, Outcome<AccountView>>
    {
        public async Task<Outcome<AccountView>> Handle(ChangeEmail request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var (user, now) = (await db.Users.SingleAsync(u => u.Id == actor.Key, cancellationToken), time.GetUtcNow());
            if (passwords.Verify(user.PasswordHash, request.Password) is PasswordMatch.No)
                return Error.Invalid("/password", "wrong", "This isn't your password.");
            var before = user.Email;
            user.ChangeEmail(request.Email, now);
            if (user.Email != before)
            {
                user.RequestEmailConfirmation(now);
                // Not an event: those are audited, and no address belongs there.
                db.Outbox.Add(
                    OutboxMessage.Of(
                        nameof(EmailAddressReleased),
                        System.Text.Json.JsonSerializer.Serialize(new EmailAddressReleased(before)),
                        now
                    )
                );
            }

            return await db.ViewOfAsync(user, cancellationToken);
        }
    }
}

/// <summary>An account isn't at this address any more: whoever reads it should know.</summary>
public sealed record EmailAddressReleased(string Email);

/// <summary>Makes a parent's account one for studies too. Needs the password, which must be as long as a researcher's.</summary>
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

    internal sealed class Handler(IChsDb db, ICurrentActor current, IPasswords passwords, TimeProvider time)
        : IRequestHandler<BecomeResearcher, Outcome<AccountView>>
    {
        public async Task<Outcome<AccountView>> Handle(BecomeResearcher request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var (user, now) = (await db.Users.SingleAsync(u => u.Id == actor.Key, cancellationToken), time.GetUtcNow());
            if (passwords.Verify(user.PasswordHash, request.Password) is PasswordMatch.No)
                return Error.Invalid("/password", "wrong", "This isn't your password.");
            Fault[] faults =
            [
                .. PasswordRules.Check(
                    request.Password,
                    passwords.IsCommon,
                    researcher: true,
                    user.Email,
                    request.GivenName,
                    request.FamilyName,
                    user.Nickname
                ),
            ];
            if (faults is not [])
                return Error.Invalid(faults);
            user.Rename(new PersonName(request.GivenName.Trim(), request.FamilyName.Trim(), user.Nickname), now);
            if (!user.IsResearcher)
            {
                user.BecomeResearcher(user.Uuid, now);
                if (user.EmailConfirmedAt is null)
                    user.RequestEmailConfirmation(now);
                await db.JoinDefaultLabsAsync(user, cancellationToken);
            }

            return await db.ViewOfAsync(user, cancellationToken);
        }
    }
}

static class ResearcherNames
{
    /// <summary>Researchers work together under their names.</summary>
    public static List<Fault> Faults(PersonName name)
    {
        List<Fault> faults = [];
        if (name.Given.Length == 0)
            faults.Add(new Fault("/givenName", "required", "A researcher has a given name."));
        if (name.Family.Length == 0)
            faults.Add(new Fault("/familyName", "required", "A researcher has a family name."));
        return faults;
    }
}
