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
/// Opens a browser session and returns the secret for its cookie, once. A refusal is written to the audit log, without
/// the address and password that were typed.
/// </summary>
/// <remarks>
/// The refusal is written in a transaction of its own, because that of the refused log-in is rolled back.
/// </remarks>
/// <param name="Email">As typed.</param>
/// <param name="Password">As typed.</param>
/// <param name="IsKnownDevice">Whether this browser has logged in to the account before.</param>
public sealed record LogIn(string Email, string Password, bool IsKnownDevice = true)
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
        AccountsByEmail accounts,
        IPasswords passwords,
        SecondFactors factors,
        BrowserSessions sessions,
        TimeProvider time
    ) : IRequestHandler<LogIn, Outcome<OpenedSession>>
    {
        public async Task<Outcome<OpenedSession>> Handle(LogIn request, CancellationToken cancellationToken)
        {
            var opened = await transactions.RunAsync(() => OpenAsync(request, cancellationToken), cancellationToken);
            if (opened.Failed)
                await transactions.RunAsync(() => RecordRefusalAsync(request, cancellationToken), cancellationToken);
            return opened;
        }

        async Task<Outcome<OpenedSession>> OpenAsync(LogIn request, CancellationToken cancellationToken)
        {
            if (await accounts.FindByEmailAsync(request.Email, cancellationToken) is not { } user)
            {
                passwords.PretendToVerify(request.Password);
                return AccountErrors.WrongCredentials;
            }

            var match = passwords.Verify(user.PasswordHash, request.Password);
            if (match is PasswordMatch.No || !user.IsActive)
                return AccountErrors.WrongCredentials;
            if (match is PasswordMatch.YesButRehash)
                user.ReplacePasswordHash(passwords.Hash(request.Password));

            var needsCode = await factors.IsActiveAsync(user, cancellationToken);
            // Otherwise the log-in is completed, and audited, by ConfirmLogIn.
            if (!needsCode)
                db.Audit.Add(AuditEntry.Of(user.Uuid, "log in", user.Uuid, "{}", time.GetUtcNow()));
            // The first log-in needs no mail.
            var isNewDevice = !request.IsKnownDevice && await HasSessionsAsync(user, cancellationToken);
            return sessions.Open(user, needsCode ? LogInStep.AwaitsCode : LogInStep.OneFactor, isNewDevice);
        }

        async Task<Outcome> RecordRefusalAsync(LogIn request, CancellationToken cancellationToken)
        {
            var user = await accounts.FindByEmailAsync(request.Email, cancellationToken);
            db.Audit.Add(AuditEntry.Of(null, "log in refused", user?.Uuid, "{}", time.GetUtcNow()));
            return Outcome.Ok;
        }

        /// <summary>Whether the account has been logged in to before.</summary>
        Task<bool> HasSessionsAsync(User user, CancellationToken cancellationToken) =>
            db.Credentials.AnyAsync(
                c => c.UserId == user.Id && c.Kind == CredentialKind.Session && !c.IsPending,
                cancellationToken
            );
    }
}
