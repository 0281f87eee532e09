using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using FluentValidation;
using MediatR;

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
        LogInCodes codes,
        LogInSessions sessions,
        AttemptLimits limits,
        TimeProvider time
    ) : IRequestHandler<CreateSessionKey, Outcome<SessionKey>>
    {
        public async Task<Outcome<SessionKey>> Handle(CreateSessionKey request, CancellationToken cancellationToken)
        {
            var opened = await CheckAndOpenAsync(request, cancellationToken);
            var isCodeMissing = opened.Error == AccountErrors.CodeNeeded;
            await password.RecordRefusalAsync(request.Email, opened.Error, isCodeMissing, cancellationToken);
            return opened;
        }

        async Task<Outcome<SessionKey>> CheckAndOpenAsync(CreateSessionKey request, CancellationToken cancellationToken)
        {
            var found = await password.CheckAsync(request.Email, request.Password, cancellationToken);
            if (found.Failed)
                return found.Error;
            var right = found.Value;
            var factor = await factors.FindActiveAsync(right.User.Id, cancellationToken);
            db.ClearTracked();
            if (factor is not null && string.IsNullOrWhiteSpace(request.Code))
                return AccountErrors.CodeNeeded;
            var tells = await limits.MayWarnAsync(right.User.Uuid, LogInPlace.Program, cancellationToken);
            Task<Outcome<SessionKey>> Open() => OpenAsync(right, request.Code, tells, cancellationToken);
            // A program has no cookie that would tell it from a stranger's.
            return factor is null
                ? await transactions.RunAsync(Open, cancellationToken)
                : await codes.TryAsync(right.User.Uuid, factor, device: null, Open, cancellationToken);
        }

        async Task<Outcome<SessionKey>> OpenAsync(
            CheckedPassword right,
            string? code,
            bool tells,
            CancellationToken cancellationToken
        )
        {
            if (await password.FindAsync(right, cancellationToken) is not { } user)
                return AccountErrors.WrongCredentials;
            var factor = await factors.FindActiveAsync(user.Id, cancellationToken);
            if (factor is not null && !factors.TryUseCode(factor, code ?? ""))
                return AccountErrors.WrongCodeInSession;

            var details = factor is null ? """{"program":true}""" : """{"program":true,"secondFactor":true}""";
            db.Audit.Add(AuditEntry.Of(user.Uuid, "log in", user.Uuid, details, time.GetUtcNow()));
            return await sessions.OpenKeyAsync(user, isTwoFactor: factor is not null, tells, cancellationToken);
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
