using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using FluentValidation;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>
/// Opens a browser session and returns the secret for its cookie, once. A refusal is written to the audit log, without
/// the address and password that were typed.
/// </summary>
/// <param name="Email">As typed.</param>
/// <param name="Password">As typed.</param>
/// <param name="Device">The browser, if somebody has logged in there before.</param>
public sealed record LogIn(string Email, string Password, Device? Device = null)
    : IRequest<Outcome<OpenedSession>>,
        IOwnTransactions,
        IAnonymous
{
    internal sealed class Validator : AbstractValidator<LogIn>
    {
        public Validator()
        {
            RuleFor(x => x.Email).NotEmpty().MaximumLength(254);
            RuleFor(x => x.Password).NotEmpty().MaximumLength(PasswordRules.MaximumLength);
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
    ) : IRequestHandler<LogIn, Outcome<OpenedSession>>
    {
        public async Task<Outcome<OpenedSession>> Handle(LogIn request, CancellationToken cancellationToken)
        {
            var opened = await CheckAndOpenAsync(request, cancellationToken);
            await password.RecordRefusalAsync(request.Email, opened.Error, isCodeMissing: false, cancellationToken);
            return opened;
        }

        async Task<Outcome<OpenedSession>> CheckAndOpenAsync(LogIn request, CancellationToken cancellationToken)
        {
            var found = await password.CheckAsync(request.Email, request.Password, cancellationToken);
            if (found.Failed)
                return found.Error;
            var isKnown = request.Device?.IsKnownTo(found.Value.User) is true;
            var tells =
                !isKnown && await limits.MayWarnAsync(found.Value.User.Uuid, LogInPlace.Browser, cancellationToken);
            return await transactions.RunAsync(
                () => OpenAsync(found.Value, tells, cancellationToken),
                cancellationToken
            );
        }

        async Task<Outcome<OpenedSession>> OpenAsync(
            CheckedPassword right,
            bool tells,
            CancellationToken cancellationToken
        )
        {
            if (await password.FindAsync(right, cancellationToken) is not { } user)
                return AccountErrors.WrongCredentials;
            var needsCode = await factors.IsActiveAsync(user, cancellationToken);
            // Otherwise the log-in is completed, and audited, by ConfirmLogIn.
            if (!needsCode)
                db.Audit.Add(AuditEntry.Of(user.Uuid, "log in", user.Uuid, "{}", time.GetUtcNow()));
            // The first log-in needs no mail.
            var isNewDevice = tells && await sessions.HasEverBeenOpenedAsync(user, cancellationToken);
            var step = needsCode ? LogInStep.AwaitsCode : LogInStep.OneFactor;
            return await sessions.OpenAsync(user, step, cancellationToken, isNewDevice);
        }
    }
}
