using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using FluentValidation;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>
/// Sets a new password with the link of a mail. The link works once. All of the account's sessions and API tokens end, its
/// log-ins elsewhere are removed, and all browsers count as new; a second factor stays in use, unless nobody has ever
/// confirmed the address: then it goes, too.
/// </summary>
public sealed record ResetPassword(string Token, string Password) : ICommand, IAnonymous
{
    internal sealed class Validator : AbstractValidator<ResetPassword>
    {
        public Validator()
        {
            RuleFor(x => x.Token).NotEmpty();
            RuleFor(x => x.Password).NotEmpty().MaximumLength(PasswordRules.MaximumLength);
        }
    }

    /// <summary>Hashes before the transaction begins, for who has a valid link only.</summary>
    internal sealed class Preparation(
        AccountLinks links,
        NewPasswords newPasswords,
        IPasswords passwords,
        Prepared<HashedPassword> hashed
    ) : IPreparation<ResetPassword>
    {
        public async Task<Outcome> PrepareAsync(ResetPassword request, CancellationToken cancellationToken)
        {
            if (await links.FindForPasswordAsync(request.Token, cancellationToken) is not { } user)
                return AccountErrors.BadLink;
            if (newPasswords.Check(request.Password, user) is { } refused)
                return refused;
            hashed.Value = new HashedPassword(passwords.Hash(request.Password));
            return Outcome.Ok;
        }
    }

    internal sealed class Handler(
        AccountLinks links,
        Prepared<HashedPassword> hashed,
        LogInSessions sessions,
        ExternalIdentities identities,
        TimeProvider time
    ) : IRequestHandler<ResetPassword, Outcome>
    {
        public async Task<Outcome> Handle(ResetPassword request, CancellationToken cancellationToken)
        {
            if (await links.FindForPasswordAsync(request.Token, cancellationToken) is not { } user)
                return AccountErrors.BadLink;
            var now = time.GetUtcNow();
            var removed = await identities.RemoveAllAsync(user, cancellationToken);
            user.ChangePassword(hashed.Value.Hash, revokesKeys: true, removed, now);
            user.ForgetDevices(now);
            await sessions.EndAllWithTokensAsync(user, user.Uuid, cancellationToken);
            // Whoever made an account whose address was never confirmed may have been somebody else.
            if (user.EmailConfirmedAt is null)
                await sessions.RemoveSecondFactorAsync(user, cancellationToken);
            // Following the link shows that the person reads the mails sent to this address.
            user.ConfirmEmail(now);
            return Outcome.Ok;
        }
    }
}
