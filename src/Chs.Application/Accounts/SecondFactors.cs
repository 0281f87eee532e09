using System.Security.Cryptography;
using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Begins a second factor: makes its secret. Log-ins don't need it before a first code was shown; until then it can be begun anew.</summary>
public sealed record EnrolSecondFactor : ICommand<EnrolledSecondFactor>
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, ISeal seal, IOneTimeCodes codes)
        : IRequestHandler<EnrolSecondFactor, Outcome<EnrolledSecondFactor>>
    {
        public async Task<Outcome<EnrolledSecondFactor>> Handle(
            EnrolSecondFactor request,
            CancellationToken cancellationToken
        )
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == actor.Key, cancellationToken);
            var secret = codes.NewSecret();
            var sealedSecret = seal.Close(secret, SecondFactors.OwnerOf(actor.Key));
            if (
                await db.SecondFactors.SingleOrDefaultAsync(f => f.UserId == actor.Key, cancellationToken)
                is not { } factor
            )
                db.SecondFactors.Add(SecondFactor.Enrol(actor.Key, sealedSecret));
            else if (factor.EnrolAgain(sealedSecret) is { Failed: true, Error: var error })
                return error;
            var address =
                $"otpauth://totp/CHS:{Uri.EscapeDataString(user.Email)}?secret={secret}&issuer=CHS&algorithm=SHA1&digits=6&period=30";
            return new EnrolledSecondFactor(secret, address, codes.PictureOf(address));
        }
    }
}

/// <summary>A second factor that waits for its first code.</summary>
/// <param name="Secret">To type into an app, in base32. Shown this once.</param>
/// <param name="Address">The same as an address that apps understand.</param>
/// <param name="Picture">The same as a QR code, an SVG document.</param>
public sealed record EnrolledSecondFactor(string Secret, string Address, string Picture);

/// <summary>Puts a second factor to use, by showing that its codes can be made. Other log-ins of the account end.</summary>
public sealed record ActivateSecondFactor(string Code, string? Session) : ICommand<RecoveryCodes>
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, ISeal seal, IOneTimeCodes codes, TimeProvider time)
        : IRequestHandler<ActivateSecondFactor, Outcome<RecoveryCodes>>
    {
        public async Task<Outcome<RecoveryCodes>> Handle(
            ActivateSecondFactor request,
            CancellationToken cancellationToken
        )
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var (factor, now) = (
                await db.SecondFactors.SingleOrDefaultAsync(f => f.UserId == actor.Key, cancellationToken),
                time.GetUtcNow()
            );
            if (factor is null)
                return AccountErrors.NoSecondFactor;
            if (factor.IsActivated)
                return AccountErrors.SecondFactorActive;
            if (
                codes.StepOf(seal.Open(factor.SealedSecret, SecondFactors.OwnerOf(actor.Key)), request.Code, now)
                is not { } step
            )
                return AccountErrors.WrongCode;

            string[] recovery =
            [
                .. Enumerable.Range(0, SecondFactor.RecoveryCodes).Select(_ => SecondFactors.NewRecoveryCode()),
            ];
            factor.Activate(step, [.. recovery.Select(SecondFactors.DigestOf)]);
            await db.EndSessionsAsync(actor.Key, request.Session, cancellationToken);
            var own = request.Session is { } secret ? Secret.Digest(secret) : [];
            (
                await db.Credentials.SingleOrDefaultAsync(
                    c => c.UserId == actor.Key && c.Kind == CredentialKind.Session && c.Digest == own,
                    cancellationToken
                )
            )?.ShownSecondFactor();
            (await db.Users.SingleAsync(u => u.Id == actor.Key, cancellationToken)).RecordSecondFactorActivated(now);
            return new RecoveryCodes(recovery);
        }
    }
}

/// <summary>Codes for the day when the device is lost. Shown this once; each works once.</summary>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes);

/// <summary>Finishes a log-in by a code of the app, or by a recovery code. The session gets a new secret.</summary>
public sealed record ConfirmLogIn(string Session, string Code) : ICommand<OpenedSession>
{
    internal sealed class Handler(IChsDb db, ISeal seal, IOneTimeCodes codes, TimeProvider time)
        : IRequestHandler<ConfirmLogIn, Outcome<OpenedSession>>
    {
        public async Task<Outcome<OpenedSession>> Handle(ConfirmLogIn request, CancellationToken cancellationToken)
        {
            var now = time.GetUtcNow();
            var pending = await db.PendingLogIns(request.Session, now).SingleOrDefaultAsync(cancellationToken);
            if (pending is null)
                return Error.Unauthenticated;
            var user = await db.Users.SingleAsync(u => u.Id == pending.UserId, cancellationToken);
            var factor = await db.SecondFactors.SingleOrDefaultAsync(
                f => f.UserId == user.Id && f.IsActivated,
                cancellationToken
            );
            if (factor is null || !user.IsActive)
                return Error.Unauthenticated;
            if (!SecondFactors.Takes(factor, request.Code, seal, codes, now))
                return AccountErrors.WrongCode;
            db.Credentials.Remove(pending);
            db.Audit.Add(AuditEntry.Of(user.Uuid, "log in", user.Uuid, """{"secondFactor":true}""", now));
            return db.OpenSession(user, isPending: false, now, isTwoFactor: true);
        }
    }
}

/// <summary>Whose log-in waits for a code, for counting attempts; null: nobody's.</summary>
public sealed record ReadPendingLogIn(string Session) : IQuery<Guid?>
{
    internal sealed class Handler(IChsDb db, TimeProvider time) : IRequestHandler<ReadPendingLogIn, Outcome<Guid?>>
    {
        public async Task<Outcome<Guid?>> Handle(ReadPendingLogIn request, CancellationToken cancellationToken)
        {
            return Outcome<Guid?>.Of(
                await db.PendingLogIns(request.Session, time.GetUtcNow())
                    .Join(db.Users, c => c.UserId, u => u.Id, (c, u) => (Guid?)u.Uuid)
                    .SingleOrDefaultAsync(cancellationToken)
            );
        }
    }
}

/// <summary>Switches the second factor off; needs a code of it.</summary>
public sealed record DisableSecondFactor(string Code) : ICommand
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, ISeal seal, IOneTimeCodes codes, TimeProvider time)
        : IRequestHandler<DisableSecondFactor, Outcome>
    {
        public async Task<Outcome> Handle(DisableSecondFactor request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var (factor, now) = (
                await db.SecondFactors.SingleOrDefaultAsync(
                    f => f.UserId == actor.Key && f.IsActivated,
                    cancellationToken
                ),
                time.GetUtcNow()
            );
            if (factor is null)
                return AccountErrors.NoSecondFactor;
            if (!SecondFactors.Takes(factor, request.Code, seal, codes, now))
                return AccountErrors.WrongCode;
            db.SecondFactors.Remove(factor);
            (await db.Users.SingleAsync(u => u.Id == actor.Key, cancellationToken)).RecordSecondFactorDisabled(
                actor.Id,
                now
            );
            return Outcome.Ok;
        }
    }
}

/// <summary>Takes somebody's second factor away who lost device and recovery codes. Needs the site right to edit users. Log-ins of that account end.</summary>
public sealed record ResetSecondFactor(Guid UserId) : ICommand
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<ResetSecondFactor, Outcome>
    {
        public async Task<Outcome> Handle(ResetSecondFactor request, CancellationToken cancellationToken)
        {
            var found = await db.FindSubordinateAsync(
                request.UserId,
                SiteRight.EditUsers,
                current.Actor,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var (user, actor) = (found.Value, current.Actor!);
            await db.SecondFactors.Where(f => f.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
            await db.EndSessionsAsync(user.Id, null, cancellationToken);
            user.RecordSecondFactorDisabled(actor.Id, time.GetUtcNow());
            return Outcome.Ok;
        }
    }
}

static class PendingSessions
{
    extension(IChsDb db)
    {
        /// <summary>The log-in with this secret, if it waits for its second factor.</summary>
        public IQueryable<Credential> PendingLogIns(string session, DateTimeOffset now)
        {
            var digest = Secret.Digest(session);
            return db.Credentials.Where(c =>
                c.Digest == digest && c.Kind == CredentialKind.Session && c.IsPending && c.ExpiresAt > now
            );
        }
    }
}

static class SecondFactors
{
    /// <summary>As the import seals them.</summary>
    public static string OwnerOf(long user) => $"second factor {user}";

    /// <summary>Whether a code is right; then it isn't a second time.</summary>
    public static bool Takes(SecondFactor factor, string code, ISeal seal, IOneTimeCodes codes, DateTimeOffset now)
    {
        var typed = code.Replace(" ", "", StringComparison.Ordinal);
        if (codes.StepOf(seal.Open(factor.SealedSecret, OwnerOf(factor.UserId)), typed, now) is { } step)
            return factor.Accept(step);
        return factor.UseRecoveryCode(DigestOf(typed.ToLowerInvariant()));
    }

    /// <summary>50 random bits in letters that can't be confused, such as <c>k7mq2-x9wpa</c>.</summary>
    public static string NewRecoveryCode()
    {
        const string letters = "abcdefghjkmnpqrstuvwxyz23456789";
        var code = RandomNumberGenerator.GetString(letters, 10);
        return $"{code[..5]}-{code[5..]}";
    }

    public static string DigestOf(string code) => Convert.ToHexStringLower(Secret.Digest(code));
}
