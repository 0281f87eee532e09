using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Opens, finds and ends log-ins of browsers and programs.</summary>
sealed class LogInSessions(IChsDb db, AccountViews views, TimeProvider time)
{
    /// <summary>How long somebody who has logged in is believed to be the one who still sits there.</summary>
    static readonly TimeSpan RecentFor = TimeSpan.FromMinutes(10);

    /// <summary>Opens a session. Its secret goes into the answer only.</summary>
    /// <param name="step">How far the person has come in logging in.</param>
    /// <param name="isNewDevice">Whether the owner is told of a browser that hadn't been used for the account before.</param>
    public async Task<OpenedSession> OpenAsync(
        User user,
        LogInStep step,
        CancellationToken cancellationToken,
        bool isNewDevice = false
    )
    {
        var secret = Secret.New();
        var session = user.OpenSession(Secret.Digest(secret), step, isNewDevice, time.GetUtcNow());
        db.Credentials.Add(session);
        var account = await views.OfAsync(user, step is not LogInStep.OneFactor, cancellationToken);
        return new OpenedSession(secret, session.ExpiresAt!.Value, account, NeedsCode: session.IsPending);
    }

    /// <summary>Opens a program's log-in. Its key goes into the answer only.</summary>
    /// <param name="isTwoFactor">Whether the second factor was presented with the password.</param>
    /// <param name="tells">Whether the owner is told of it, unless it is the first log-in.</param>
    public async Task<SessionKey> OpenKeyAsync(
        User user,
        bool isTwoFactor,
        bool tells,
        CancellationToken cancellationToken
    )
    {
        var key = Secret.New();
        var isTold = tells && await HasEverBeenOpenedAsync(user, cancellationToken);
        var session = user.OpenSessionKey(Secret.Digest(key), isTwoFactor, isTold, time.GetUtcNow());
        db.Credentials.Add(session);
        var account = await views.OfAsync(user, isTwoFactor, cancellationToken);
        return new SessionKey(key, session.ExpiresAt!.Value, account);
    }

    /// <summary>
    /// Whether the account has been logged in to before, also when no log-in of it is left. Imported ones were, elsewhere.
    /// </summary>
    public async Task<bool> HasEverBeenOpenedAsync(User user, CancellationToken cancellationToken) =>
        user is { EmailConfirmedAt: not null, IsEmailProven: false }
        || await db.Audit.AnyAsync(entry => entry.Actor == user.Uuid && entry.Action == "log in", cancellationToken);

    /// <summary>Whether the actor has logged in within the last ten minutes.</summary>
    public Task<bool> IsRecentAsync(Actor actor, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - RecentFor;
        return db
            .Credentials.Where(Credential.IsLogIn)
            .AnyAsync(c => c.Id == actor.CredentialKey && c.CreatedAt >= since, cancellationToken);
    }

    /// <returns>The session with this secret if it waits for its second factor; otherwise null.</returns>
    public Task<Credential?> FindPendingAsync(string secret, CancellationToken cancellationToken)
    {
        var digest = Secret.Digest(secret);
        var now = time.GetUtcNow();
        return db.Credentials.SingleOrDefaultAsync(
            c => c.Digest == digest && c.Kind == CredentialKind.Session && c.IsPending && c.ExpiresAt > now,
            cancellationToken
        );
    }

    /// <returns>The user's session with this secret; null when there is none.</returns>
    public Task<Credential?> FindAsync(User user, string secret, CancellationToken cancellationToken)
    {
        var digest = Secret.Digest(secret);
        return db
            .Credentials.Where(Credential.IsLogIn)
            .SingleOrDefaultAsync(c => c.UserId == user.Id && c.Digest == digest, cancellationToken);
    }

    /// <summary>Log-ins of an account that has no second factor any more are none with one.</summary>
    public Task ForgetSecondFactorAsync(long user, CancellationToken cancellationToken) =>
        db
            .Credentials.Where(Credential.IsLogIn)
            .Where(c => c.UserId == user)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.IsTwoFactor, false), cancellationToken);

    /// <summary>Ends all of the user's log-ins and plays, and takes back the tickets to plays.</summary>
    public async Task EndAllAsync(User user, CancellationToken cancellationToken)
    {
        await EndOthersAsync(user.Id, null, cancellationToken);
        await db.PlayTickets.Where(t => t.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        await db.Plays.Where(p => p.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>
    /// Ends all of the user's log-ins, plays and API tokens: nobody may use the account any more, or whoever had the
    /// password may have made them.
    /// </summary>
    /// <param name="by">Who ends them; null: the site.</param>
    public async Task EndAllWithTokensAsync(User user, Guid? by, CancellationToken cancellationToken)
    {
        await EndAllAsync(user, cancellationToken);
        await RevokeTokensAsync(user, by, cancellationToken);
    }

    /// <summary>Removes the second factor of an account that may be somebody else's than who set it up.</summary>
    public Task RemoveSecondFactorAsync(User user, CancellationToken cancellationToken) =>
        db.SecondFactors.Where(f => f.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);

    /// <summary>Ends all of the user's API tokens.</summary>
    /// <param name="by">Who ends them; null: the site.</param>
    public async Task RevokeTokensAsync(User user, Guid? by, CancellationToken cancellationToken)
    {
        var revoked = await TokensOf(user).ExecuteDeleteAsync(cancellationToken);
        if (revoked > 0)
            db.Audit.Add(
                AuditEntry.Of(by, "revoke tokens", user.Uuid, $$"""{"count":{{revoked}}}""", time.GetUtcNow())
            );
    }

    /// <summary>The user's API tokens, oldest first.</summary>
    public IQueryable<Credential> TokensOf(User user) =>
        db.Credentials.Where(c => c.UserId == user.Id && c.Kind == CredentialKind.ApiToken).OrderBy(c => c.Id);

    /// <summary>Ends the user's sessions but one, and with each its play; also plays whose log-in has run out.</summary>
    /// <param name="user">Key of the user.</param>
    /// <param name="session">Secret of the session that stays; null: all end.</param>
    public async Task EndOthersAsync(long user, string? session, CancellationToken cancellationToken)
    {
        var digest = session is null ? [] : Secret.Digest(session);
        await db.Plays.Where(p => p.UserId == user && p.CredentialId == null).ExecuteDeleteAsync(cancellationToken);
        await db
            .Credentials.Where(Credential.IsLogIn)
            .Where(c => c.UserId == user && c.Digest != digest)
            .ExecuteDeleteAsync(cancellationToken);
    }
}
