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
        AttemptLimits limits,
        TimeProvider time
    ) : IRequestHandler<CreateSessionKey, Outcome<SessionKey>>
    {
        public async Task<Outcome<SessionKey>> Handle(CreateSessionKey request, CancellationToken cancellationToken)
        {
            var opened = await CheckAndOpenAsync(request, cancellationToken);
            if (opened.Failed)
                await password.RecordRefusalAsync(
                    request.Email,
                    isCodeMissing: opened.Error == AccountErrors.CodeNeeded,
                    cancellationToken
                );
            return opened;
        }

        async Task<Outcome<SessionKey>> CheckAndOpenAsync(CreateSessionKey request, CancellationToken cancellationToken)
        {
            var found = await password.CheckAsync(request.Email, request.Password, cancellationToken);
            if (found.Failed)
                return found.Error;
            if (await CountCodeAsync(found.Value, request.Code, cancellationToken) is { } refusal)
                return refusal;
            return await transactions.RunAsync(
                () => OpenAsync(found.Value, request.Code, cancellationToken),
                cancellationToken
            );
        }

        async Task<Outcome<SessionKey>> OpenAsync(
            CheckedPassword right,
            string? code,
            CancellationToken cancellationToken
        )
        {
            if (await password.FindAsync(right, cancellationToken) is not { } user)
                return AccountErrors.WrongCredentials;
            var factor = await factors.FindActiveAsync(user.Id, cancellationToken);
            if (factor is not null && CheckCode(factor, code) is { } refusal)
                return refusal;

            var details = factor is null ? """{"program":true}""" : """{"program":true,"secondFactor":true}""";
            db.Audit.Add(AuditEntry.Of(user.Uuid, "log in", user.Uuid, details, time.GetUtcNow()));
            return await sessions.OpenKeyAsync(user, isTwoFactor: factor is not null, cancellationToken);
        }

        /// <returns>Why no code may be tried; null: it may, or none was sent.</returns>
        async Task<Error?> CountCodeAsync(CheckedPassword right, string? code, CancellationToken cancellationToken)
        {
            if (string.IsNullOrWhiteSpace(code))
                return null;
            if (await factors.FindActiveAsync(right.User, cancellationToken) is null)
                return null;
            var counted = await limits.CountCodeAsync(right.Id, cancellationToken);
            return counted.Error;
        }

        /// <returns>Why the code is refused; null: it is right, and used now.</returns>
        Error? CheckCode(SecondFactor factor, string? code)
        {
            if (string.IsNullOrWhiteSpace(code))
                return AccountErrors.CodeNeeded;
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
