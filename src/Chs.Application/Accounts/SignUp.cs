using Chs.Application.Labs;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Creates an account. Needs no log-in.</summary>
public sealed record SignUp(
    string Email,
    string Password,
    string GivenName,
    string FamilyName,
    string Nickname,
    bool Researcher
) : ICommand<AccountView>, IAnonymous
{
    internal sealed class Validator : AbstractValidator<SignUp>
    {
        readonly IPasswords _passwords;

        public Validator(IPasswords passwords)
        {
            _passwords = passwords;
            RuleFor(x => x.Email).NotEmpty().MaximumLength(254).EmailAddress().MustBeClean();
            RuleFor(x => x.GivenName).NotNull().MaximumLength(255).MustBeClean();
            RuleFor(x => x.FamilyName).NotNull().MaximumLength(255).MustBeClean();
            RuleFor(x => x.Nickname).NotNull().MaximumLength(255).MustBeClean();
            RuleFor(x => x.Password).NotNull().Custom(CheckPassword);
        }

        void CheckPassword(string? password, ValidationContext<SignUp> context)
        {
            // NotNull reports a missing password, and the rules above report missing names.
            if (password is null)
                return;
            var request = context.InstanceToValidate;
            var faults = PasswordRules.Check(
                password,
                _passwords.IsCommon,
                request.Researcher,
                request.Email ?? "",
                request.GivenName ?? "",
                request.FamilyName ?? "",
                request.Nickname ?? ""
            );
            foreach (var fault in faults)
                context.AddFailure(new ValidationFailure(nameof(Password), fault.Message) { ErrorCode = fault.Code });
        }
    }

    internal sealed class Handler(IChsDb db, DefaultLabs defaultLabs, IPasswords passwords, TimeProvider time)
        : IRequestHandler<SignUp, Outcome<AccountView>>
    {
        public async Task<Outcome<AccountView>> Handle(SignUp request, CancellationToken cancellationToken)
        {
            var name = new PersonName(request.GivenName.Trim(), request.FamilyName.Trim(), request.Nickname.Trim());
            if (request.Researcher && ResearcherNames.Check(name) is { } refused)
                return refused;
            var passwordHash = passwords.Hash(request.Password);
            var user = User.SignUp(request.Email, passwordHash, name, request.Researcher, time.GetUtcNow());
            db.Users.Add(user);
            if (request.Researcher)
                await defaultLabs.JoinAsync(user, cancellationToken);
            return AccountView.Of(user, hasSecondFactor: false);
        }
    }
}
