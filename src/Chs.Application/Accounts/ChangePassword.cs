using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Changes the actor's password and ends the actor's other browser sessions.</summary>
/// <param name="Session">Secret of the session that sends the request and stays; null: all sessions end.</param>
public sealed record ChangePassword(string OldPassword, string Password, string? Session) : ICommand
{
    internal sealed class Validator : AbstractValidator<ChangePassword>
    {
        public Validator()
        {
            RuleFor(x => x.OldPassword).NotEmpty().MaximumLength(PasswordRules.MaximumLength);
            RuleFor(x => x.Password).NotEmpty().MaximumLength(PasswordRules.MaximumLength);
        }
    }

    internal sealed class Handler(IChsDb db, ICurrentActor current, IPasswords passwords, TimeProvider time)
        : IRequestHandler<ChangePassword, Outcome>
    {
        public async Task<Outcome> Handle(ChangePassword request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var user = await db.Users.SingleAsync(u => u.Id == actor.Key, cancellationToken);
            if (passwords.Verify(user.PasswordHash, request.OldPassword) is PasswordMatch.No)
                return Error.Invalid("/oldPassword", "wrong", "This isn't your password.");
            if (passwords.CheckNewPassword(request.Password, user) is { } refused)
                return refused;
            user.ChangePassword(passwords.Hash(request.Password), time.GetUtcNow());
            await db.EndSessionsAsync(actor.Key, request.Session, cancellationToken);
            return Outcome.Ok;
        }
    }
}
