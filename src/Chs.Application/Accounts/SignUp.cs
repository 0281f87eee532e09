using Chs.Application.Labs;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Site;
using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>
/// Creates an account, or tells the owner of the one that has the address already. Needs no log-in, and answers the same.
/// </summary>
/// <remarks>
/// Its own transactions: the password is hashed before one begins, for either case, and of two simultaneous requests the
/// second is answered like one that comes later.
/// </remarks>
public sealed record SignUp(
    string Email,
    string Password,
    string GivenName,
    string FamilyName,
    string Nickname,
    bool Researcher
) : IRequest<Outcome<SignedUp>>, IOwnTransactions, IAnonymous
{
    internal const int MostTexts = 100;

    /// <summary>The texts of the site to which the person agrees.</summary>
    public IReadOnlyList<AcceptedText> AcceptedTexts { get; init; } = [];

    internal sealed class Validator : AbstractValidator<SignUp>
    {
        readonly IPasswords _passwords;

        public Validator(IPasswords passwords, IMailAddresses addresses)
        {
            _passwords = passwords;
            RuleFor(x => x.Email).NotEmpty().MaximumLength(254).EmailAddress().MustBeClean().MustBeMailable(addresses);
            RuleFor(x => x.GivenName).NotNull().MaximumLength(255).MustBeClean();
            RuleFor(x => x.FamilyName).NotNull().MaximumLength(255).MustBeClean();
            RuleFor(x => x.Nickname).NotNull().MaximumLength(255).MustBeClean();
            RuleFor(x => x.Password).NotNull().Custom(CheckPassword);
            RuleFor(x => x.AcceptedTexts).NotNull().MustHoldAtMost(MostTexts);
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

    internal sealed class Handler(
        IChsDb db,
        Transactions transactions,
        AccountsByEmail accounts,
        DefaultLabs defaultLabs,
        SiteTexts texts,
        EmailNotices notices,
        IPasswords passwords,
        AccountRules rules,
        TimeProvider time
    ) : IRequestHandler<SignUp, Outcome<SignedUp>>
    {
        public async Task<Outcome<SignedUp>> Handle(SignUp request, CancellationToken cancellationToken)
        {
            var name = new PersonName(request.GivenName.Trim(), request.FamilyName.Trim(), request.Nickname.Trim());
            if (request.Researcher && ResearcherNames.Check(name) is { } refused)
                return refused;
            var accepted = await texts.FindAllAsync(request.AcceptedTexts, cancellationToken);
            if (accepted.Failed)
                return accepted.Error;

            var passwordHash = passwords.Hash(request.Password);
            var user = User.SignUp(request.Email, passwordHash, name, request.Researcher, time.GetUtcNow());
            var made = await transactions.RunAsync(
                () => MakeOrTellAsync(user, accepted.Value, cancellationToken),
                cancellationToken
            );
            if (made.Error == AccountErrors.EmailTaken)
                made = await transactions.RunAsync(
                    () => TellAsync(request.Email, cancellationToken),
                    cancellationToken
                );
            return made.Error is { } error ? error : new SignedUp(NeedsLink: !rules.LogInAtOnce);
        }

        async Task<Outcome> MakeOrTellAsync(
            User user,
            IReadOnlyList<ContentPage> accepted,
            CancellationToken cancellationToken
        )
        {
            if (await accounts.FindByEmailAsync(user.Email, cancellationToken) is not null)
                return await TellAsync(user.Email, cancellationToken);
            db.Users.Add(user);
            texts.Accept(user, accepted, user.CreatedAt);
            if (user.IsResearcher)
                await defaultLabs.JoinAsync(user, cancellationToken);
            return Outcome.Ok;
        }

        async Task<Outcome> TellAsync(string email, CancellationToken cancellationToken)
        {
            if (await accounts.FindByEmailAsync(email, cancellationToken) is { } owner)
                notices.TellWanted(owner, time.GetUtcNow());
            return Outcome.Ok;
        }
    }
}

/// <summary>What comes after a sign-up, whether or not the address had an account.</summary>
/// <param name="NeedsLink">Whether the link in the mail has to be followed before a log-in.</param>
public sealed record SignedUp(bool NeedsLink);
