using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Logs a program in, with password and second factor in one step, and returns its key, once. Refusals are written to
/// the audit log as those of <see cref="LogIn"/>.
/// </summary>
/// <param name="Email">As typed.</param>
/// <param name="Password">As typed.</param>
/// <param name="Code">A code of the app or a recovery code; null: none was given.</param>
public sealed record CreateSessionKey(string Email, string Password, string? Code)
    : IRequest<Outcome<SessionKey>>,
        IOwnTransactions,
        IAnonymous
{
    internal sealed class Validator : AbstractValidator<CreateSessionKey>
    {
        public Validator()
        {
            RuleFor(x => x.Email).NotEmpty().MaximumLength(254);
            RuleFor(x => x.Password).NotEmpty().MaximumLength(PasswordRules.MaximumLength);
            RuleFor(x => x.Code).MaximumLength(100);
        }
    }

    internal sealed class Handler(
        IChsDb db,
        Transactions transactions,
        PasswordLogIn password,
        SecondFactors factors,
        LogInSessions sessions,
        IAttemptLimit attempts,
        TimeProvider time
    ) : IRequestHandler<CreateSessionKey, Outcome<SessionKey>>
    {
        public async Task<Outcome<SessionKey>> Handle(CreateSessionKey request, CancellationToken cancellationToken)
        {
            var opened = await transactions.RunAsync(() => OpenAsync(request, cancellationToken), cancellationToken);
            if (opened.Failed)
                await password.RecordRefusalAsync(
                    request.Email,
                    isCodeMissing: opened.Error == AccountErrors.CodeNeeded,
                    cancellationToken
                );
            return opened;
        }

        async Task<Outcome<SessionKey>> OpenAsync(CreateSessionKey request, CancellationToken cancellationToken)
        {
            var checkedPassword = await password.CheckAsync(request.Email, request.Password, cancellationToken);
            if (checkedPassword.Failed)
                return checkedPassword.Error;
            var user = checkedPassword.Value;
            var factor = await db.SecondFactors.SingleOrDefaultAsync(
                f => f.UserId == user.Id && f.IsActivated,
                cancellationToken
            );
            if (factor is not null && CheckCode(user, factor, request.Code) is { } refusal)
                return refusal;

            var details = factor is null ? """{"program":true}""" : """{"program":true,"secondFactor":true}""";
            db.Audit.Add(AuditEntry.Of(user.Uuid, "log in", user.Uuid, details, time.GetUtcNow()));
            return await sessions.OpenKeyAsync(user, isTwoFactor: factor is not null, cancellationToken);
        }

        /// <returns>Why the code is refused; null: it is right, and used now.</returns>
        Error? CheckCode(User user, SecondFactor factor, string? code)
        {
            if (string.IsNullOrWhiteSpace(code))
                return AccountErrors.CodeNeeded;
            if (attempts.CountAttempt(user.Uuid) is { } wait)
                return AccountErrors.TooManyAttempts(wait);
            return factors.TryUseCode(factor, code) ? null : AccountErrors.WrongCodeInSession;
        }
    }
}

/// <summary>A program's log-in.</summary>
/// <param name="Key">
/// Send it as <c>Authorization: Bearer …</c>. Shown only in this answer, because only its hash is stored.
/// </param>
/// <param name="ExpiresAt">When the log-in ends, twelve hours from now, used or not.</param>
/// <param name="Account">Who is logged in.</param>
public sealed record SessionKey(string Key, DateTimeOffset ExpiresAt, AccountView Account);
