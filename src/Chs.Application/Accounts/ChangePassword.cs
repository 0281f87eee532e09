using System.Globalization;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Changes the actor's password and ends the actor's other log-ins.</summary>
/// <param name="Session">Secret of the session that sends the request and stays; null: all sessions end.</param>
/// <param name="RevokeTokens">
/// Whether the actor's API tokens end, too. Null: the actor hasn't said; with tokens the request is then refused with a
/// list of them.
/// </param>
public sealed record ChangePassword(string OldPassword, string Password, string? Session, bool? RevokeTokens = null)
    : ICommand,
        ISessionOnly
{
    /// <summary>Most tokens that the question about them names; <see cref="ListTokens"/> has all.</summary>
    const int ShownTokens = 20;

    internal sealed class Validator : AbstractValidator<ChangePassword>
    {
        public Validator()
        {
            RuleFor(x => x.OldPassword).NotEmpty().MaximumLength(PasswordRules.MaximumLength);
            RuleFor(x => x.Password).NotEmpty().MaximumLength(PasswordRules.MaximumLength);
        }
    }

    internal sealed class Preparation(
        PasswordConfirmation confirmation,
        IPasswords passwords,
        Prepared<HashedPassword> hashed
    ) : IPreparation<ChangePassword>
    {
        public async Task<Outcome> PrepareAsync(ChangePassword request, CancellationToken cancellationToken)
        {
            var confirmed = await confirmation.ConfirmAsync(request.OldPassword, "oldPassword", cancellationToken);
            if (!confirmed.Failed)
                hashed.Value = new HashedPassword(passwords.Hash(request.Password));
            return confirmed;
        }
    }

    internal sealed class Handler(
        PasswordConfirmation confirmation,
        NewPasswords newPasswords,
        Prepared<HashedPassword> hashed,
        LogInSessions sessions,
        TimeProvider time
    ) : IRequestHandler<ChangePassword, Outcome>
    {
        public async Task<Outcome> Handle(ChangePassword request, CancellationToken cancellationToken)
        {
            var confirmed = await confirmation.FindConfirmedAsync(cancellationToken);
            if (confirmed.Failed)
                return confirmed.Error;
            var user = confirmed.Value;
            if (newPasswords.Check(request.Password, user) is { } refused)
                return refused;
            if (request.RevokeTokens is null && await AskAboutTokensAsync(user, cancellationToken) is { } question)
                return question;
            var revokesTokens = request.RevokeTokens is true;
            user.ChangePassword(hashed.Value.Hash, revokesTokens, time.GetUtcNow());
            await sessions.EndOthersAsync(user.Id, request.Session, cancellationToken);
            if (revokesTokens)
                await sessions.RevokeTokensAsync(user, user.Uuid, cancellationToken);
            return Outcome.Ok;
        }

        /// <returns>Null when there are none.</returns>
        async Task<Error?> AskAboutTokensAsync(User user, CancellationToken cancellationToken)
        {
            var tokens = await sessions
                .TokensOf(user)
                .Select(c => new TokenNote(c.Label, c.CreatedAt, c.LastUsedAt))
                .Take(ShownTokens)
                .ToListAsync(cancellationToken);
            if (tokens is [])
                return null;
            return AccountErrors.TokensUndecided with
            {
                Faults = [.. tokens.Select(token => new Fault("/revokeTokens", "undecided", token.ToString()))],
            };
        }

        sealed record TokenNote(string Label, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt)
        {
            public override string ToString()
            {
                var lastUse = LastUsedAt is { } used ? $"last used {Day(used)}" : "never used";
                return $"“{Label}”, made {Day(CreatedAt)}, {lastUse}";
            }

            static string Day(DateTimeOffset time) =>
                time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }
    }
}
