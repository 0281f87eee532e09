using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using FluentValidation;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Changes the actor's password and ends the actor's other log-ins.</summary>
/// <param name="Session">Secret of the session that sends the request and stays; null: all sessions end.</param>
public sealed record ChangePassword(string OldPassword, string Password, string? Session) : ICommand, ISessionOnly
{
    internal sealed class Validator : AbstractValidator<ChangePassword>
    {
        public Validator()
        {
            RuleFor(x => x.OldPassword).NotEmpty().MaximumLength(PasswordRules.MaximumLength);
            RuleFor(x => x.Password).NotEmpty().MaximumLength(PasswordRules.MaximumLength);
        }
    }

    internal sealed class Preparation(PasswordConfirmation confirmation) : IPreparation<ChangePassword>
    {
        public Task<Outcome> PrepareAsync(ChangePassword request, CancellationToken cancellationToken) =>
            confirmation.ConfirmAsync(request.OldPassword, "oldPassword", cancellationToken);
    }

    internal sealed class Handler(
        PasswordConfirmation confirmation,
        NewPasswords newPasswords,
        IPasswords passwords,
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
            user.ChangePassword(passwords.Hash(request.Password), time.GetUtcNow());
            await sessions.EndOthersAsync(user.Id, request.Session, cancellationToken);
            return Outcome.Ok;
        }
    }
}
