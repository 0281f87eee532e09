using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>
/// Confirms an account's e-mail address with the link of a mail, or moves the account to the address that got the mail.
/// Needs a log-in of the account, or its password; to move one that has a second factor, or must have one, a log-in with
/// it. Following the link again changes nothing.
/// </summary>
/// <remarks>
/// The link alone would confirm what a stranger prepared: its reader would give their address to an account that
/// somebody else opens.
/// </remarks>
/// <param name="Token">The link's.</param>
/// <param name="Password">The account's; null: a log-in of the account sends the request.</param>
public sealed record ConfirmEmail(string Token, string? Password) : ICommand, IAnonymous
{
    /// <summary>Finds out whether whoever follows the link may open the account. Hashing takes long.</summary>
    internal sealed class Preparation(
        AccountLinks links,
        ICurrentActor current,
        IPasswords passwords,
        SecondFactors factors,
        AttemptLimits limits
    ) : IPreparation<ConfirmEmail>
    {
        public async Task<Outcome> PrepareAsync(ConfirmEmail request, CancellationToken cancellationToken)
        {
            if (await links.FindForEmailAsync(request.Token, cancellationToken) is not { } confirmed)
                return AccountErrors.BadLink;
            var user = confirmed.User;
            if (confirmed.IsDone)
                return Outcome.Ok;
            if (user.Email != confirmed.Address && await NeedsSecondFactorAsync(user, cancellationToken))
                return HasShownSecondFactor(user) ? Outcome.Ok : AccountErrors.SecondFactorNeeded;
            if (IsOpenedBy(user))
                return Outcome.Ok;
            if (request.Password is null)
                return AccountErrors.PasswordNeeded;
            var counted = await limits.CountPasswordWithLinkAsync(user.Uuid, cancellationToken);
            if (counted.Failed)
                return counted;
            return
                request.Password.Length <= PasswordRules.MaximumLength
                && passwords.Verify(user.PasswordHash, request.Password) is not PasswordMatch.No
                ? Outcome.Ok
                : AccountErrors.WrongPassword("password");
        }

        async Task<bool> NeedsSecondFactorAsync(User user, CancellationToken cancellationToken) =>
            await factors.IsActiveAsync(user, cancellationToken)
            || await factors.AreDemandedOfAsync(user, cancellationToken);

        bool HasShownSecondFactor(User user) => IsOpenedBy(user) && current.Actor is { LacksSecondFactor: false };

        bool IsOpenedBy(User user) =>
            current is { IsApiKey: false, Actor: { Play: null } actor } && actor.Id == user.Uuid;
    }

    internal sealed class Handler(AccountLinks links, AddressHolders holders, EmailNotices notices, TimeProvider time)
        : IRequestHandler<ConfirmEmail, Outcome>
    {
        public async Task<Outcome> Handle(ConfirmEmail request, CancellationToken cancellationToken)
        {
            if (await links.FindForEmailAsync(request.Token, cancellationToken) is not { } confirmed)
                return AccountErrors.BadLink;
            var user = confirmed.User;
            var now = time.GetUtcNow();
            if (user.Email != confirmed.Address)
                return await MoveAsync(user, confirmed.Address, now, cancellationToken);
            user.ConfirmEmail(now);
            return Outcome.Ok;
        }

        async Task<Outcome> MoveAsync(
            User user,
            string address,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            if (await holders.FindOrFreeAsync(address, cancellationToken) is not null)
                return AccountErrors.EmailTaken;
            notices.TellReleased(user.Email, now);
            user.ChangeEmail(address, now);
            return Outcome.Ok;
        }
    }
}
