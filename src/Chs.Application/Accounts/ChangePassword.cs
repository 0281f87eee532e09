using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using FluentValidation;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Changes the actor's password and ends the actor's other log-ins.</summary>
/// <param name="Session">Secret of the session that sends the request and stays; null: all sessions end.</param>
/// <param name="AreTokensRevoked">
/// Whether the actor's API tokens end, too. Null: the actor hasn't said; with tokens the request is then refused with a
/// list of them.
/// </param>
/// <param name="AreExternalLogInsRemoved">The same of the actor's log-ins elsewhere.</param>
public sealed record ChangePassword(
    string OldPassword,
    string Password,
    string? Session,
    bool? AreTokensRevoked = null,
    bool? AreExternalLogInsRemoved = null
) : ICommand, ISessionOnly
{
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
        OtherWaysIn others,
        LogInSessions sessions,
        ExternalIdentities identities,
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
            if (await others.AskAboutAsync(user, request, cancellationToken) is { } question)
                return question;
            var revokesTokens = request.AreTokensRevoked is true;
            var removed = request.AreExternalLogInsRemoved is true
                ? await identities.RemoveAllAsync(user, cancellationToken)
                : [];
            user.ChangePassword(hashed.Value.Hash, revokesTokens, removed, time.GetUtcNow());
            await sessions.EndOthersAsync(user.Id, request.Session, cancellationToken);
            if (revokesTokens)
                await sessions.RevokeTokensAsync(user, user.Uuid, cancellationToken);
            return Outcome.Ok;
        }
    }
}
