using Chs.Application.Labs;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Makes an account. Anybody may.</summary>
public sealed record SignUp(
    string Email,
    string Password,
    string GivenName,
    string FamilyName,
    string Nickname,
    bool Researcher
) : ICommand<AccountView>
{
    internal sealed class Validator : AbstractValidator<SignUp>
    {
        public Validator(IPasswords passwords)
        {
            RuleFor(x => x.Email)
                .NotEmpty()
                .MaximumLength(254)
                .EmailAddress()
                .Must(TextRules.IsClean)
                .WithErrorCode("invalid");
            RuleFor(x => x.GivenName).NotNull().MaximumLength(255).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.FamilyName).NotNull().MaximumLength(255).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Nickname).NotNull().MaximumLength(255).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Password)
                .NotNull()
                .Custom(
                    (password, context) =>
                    {
                        if (password is null)
                            return;
                        var request = context.InstanceToValidate;
                        foreach (
                            var fault in PasswordRules.Check(
                                password,
                                passwords.IsCommon,
                                request.Researcher,
                                request.Email ?? "",
                                request.GivenName ?? "",
                                request.FamilyName ?? "",
                                request.Nickname ?? ""
                            )
                        )
                            context.AddFailure(
                                new FluentValidation.Results.ValidationFailure(nameof(Password), fault.Message)
                                {
                                    ErrorCode = fault.Code,
                                }
                            );
                    }
                );
        }
    }

    internal sealed class Handler(IChsDb db, IPasswords passwords, TimeProvider time)
        : IRequestHandler<SignUp, Outcome<AccountView>>
    {
        public async Task<Outcome<AccountView>> Handle(SignUp request, CancellationToken cancellationToken)
        {
            var (name, now) = (
                new PersonName(request.GivenName.Trim(), request.FamilyName.Trim(), request.Nickname.Trim()),
                time.GetUtcNow()
            );
            if (request.Researcher && ResearcherNames.Faults(name) is { Count: > 0 } faults)
                return Error.Invalid(faults);
            var user = User.SignUp(request.Email, passwords.Hash(request.Password), name, request.Researcher, now);
            db.Users.Add(user);
            if (request.Researcher)
            {
                await db.SaveChangesAsync(cancellationToken); // memberships need the key that the database gives
                await db.JoinDefaultLabsAsync(user, cancellationToken);
            }

            return AccountView.Of(user, hasSecondFactor: false);
        }
    }
}

static class AccountViews
{
    extension(IChsDb db)
    {
        public async Task<AccountView> ViewOfAsync(User user, CancellationToken cancellationToken) =>
            AccountView.Of(
                user,
                await db.SecondFactors.AnyAsync(f => f.UserId == user.Id && f.IsActivated, cancellationToken)
            );
    }
}

/// <summary>An account as its owner sees it.</summary>
public sealed record AccountView
{
    public required Guid Id { get; init; }

    /// <example>parent@demo.chs</example>
    public required string Email { get; init; }

    /// <example>Ada</example>
    public required string GivenName { get; init; }

    /// <example>Demo</example>
    public required string FamilyName { get; init; }

    /// <example>Ada</example>
    public required string Nickname { get; init; }

    /// <summary>Whether studies may be made with it.</summary>
    public required bool IsResearcher { get; init; }

    /// <summary>Whether it reviews labs and studies of the whole site.</summary>
    public required bool IsStaff { get; init; }

    /// <summary>Whether mail to the address arrives. Researchers confirm it before they make a lab, ask to join one, or submit a study.</summary>
    public required bool IsEmailConfirmed { get; init; }

    /// <summary>Whether log-ins need a code.</summary>
    public required bool HasSecondFactor { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    internal static AccountView Of(User user, bool hasSecondFactor) =>
        new()
        {
            IsEmailConfirmed = user.EmailConfirmedAt is not null,
            HasSecondFactor = hasSecondFactor,
            Id = user.Uuid,
            Email = user.Email,
            GivenName = user.GivenName,
            FamilyName = user.FamilyName,
            Nickname = user.Nickname,
            IsResearcher = user.IsResearcher,
            IsStaff = user.Rights.Has(StudyRight.Review),
            CreatedAt = user.CreatedAt,
        };
}
