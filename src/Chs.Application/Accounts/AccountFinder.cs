using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Finds accounts for their owners and for the site's staff.</summary>
sealed class AccountFinder(IChsDb db, Actor actor)
{
    /// <summary>Finds the actor's own account.</summary>
    public Task<User> FindOwnAsync(CancellationToken cancellationToken) =>
        db.Users.SingleAsync(u => u.Id == actor.Key, cancellationToken);

    /// <summary>Finds the actor's own account with its second factor.</summary>
    public Task<User> FindOwnWithSecondFactorAsync(CancellationToken cancellationToken) =>
        db.Users.Include(u => u.SecondFactor).SingleAsync(u => u.Id == actor.Key, cancellationToken);

    /// <summary>Finds any account for staff who may view users. It isn't tracked.</summary>
    public async Task<Outcome<User>> FindAnyAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!actor.Rights.Has(SiteRight.ViewUsers))
            return Error.Forbidden;
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Uuid == id, cancellationToken);
        return user is null ? Error.NotFound("account") : user;
    }

    /// <summary>Finds people who can log in, by ids that the actor knows. They aren't tracked.</summary>
    /// <returns>By id, without those who are unknown or can't log in.</returns>
    public async Task<Dictionary<Guid, User>> FindActiveAsync(
        IEnumerable<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        Guid[] sought = [.. ids];
        return await db
            .Users.AsNoTracking()
            .Where(u => sought.Contains(u.Uuid) && u.IsActive)
            .ToDictionaryAsync(u => u.Uuid, cancellationToken);
    }

    /// <summary>
    /// Finds an account that the actor may manage, with its second factor: not the actor's own, and none with rights that
    /// the actor lacks. Refuses it when it was changed since it was read.
    /// </summary>
    /// <param name="id">The account.</param>
    /// <param name="right">The site right that the use case needs.</param>
    /// <param name="ifVersion">The versions that were read; null: any.</param>
    public async Task<Outcome<User>> FindManagedAsync(
        Guid id,
        SiteRight right,
        ExpectedVersions? ifVersion,
        CancellationToken cancellationToken
    )
    {
        if (!actor.Rights.Has(right))
            return Error.Forbidden;
        var user = await db
            .Users.Include(u => u.SecondFactor)
            .SingleOrDefaultAsync(u => u.Uuid == id, cancellationToken);
        if (user is null)
            return Error.NotFound("account");
        if (user.Id == actor.Key)
            return AccountErrors.NotYourself;
        if (!actor.Rights.Covers(user.Rights))
            return Error.Forbidden with { Message = "This account has rights on the site that you lack." };
        return user.StaleUnless(ifVersion) is { } stale ? stale : user;
    }
}
