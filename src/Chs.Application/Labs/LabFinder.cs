using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>
/// Finds labs for the actor, or for somebody who isn't logged in. A lab that isn't approved can be seen by its members
/// and the site's reviewers only; to others it is as if it didn't exist.
/// </summary>
sealed class LabFinder(IChsDb db, ICurrentActor current)
{
    /// <summary>Finds a lab that the actor may see, with the actor's rights.</summary>
    public Task<Outcome<LabWithRights>> FindAsync(Guid id, CancellationToken cancellationToken) =>
        FindAsync(db.Labs, id, cancellationToken);

    /// <summary>Finds a lab on which the actor holds the right, and refuses it when it was changed since it was read.</summary>
    /// <param name="id">The lab.</param>
    /// <param name="right">A right that the actor must have.</param>
    /// <param name="ifVersion">The versions that were read; null: any.</param>
    public async Task<Outcome<LabWithRights>> FindAsync(
        Guid id,
        LabRight right,
        ExpectedVersions? ifVersion,
        CancellationToken cancellationToken
    )
    {
        var found = await FindAsync(id, cancellationToken);
        if (found.Failed)
            return found;
        if (!found.Value.Allows(right))
            return Error.Forbidden;
        return found.Value.Lab.StaleUnless(ifVersion) is { } stale ? stale : found;
    }

    /// <summary>
    /// Finds a lab that the actor may see, with the memberships of its admins and of these users, and their requests to
    /// join: all that the lab's rules need, for some labs have thousands of members.
    /// </summary>
    /// <param name="id">The lab.</param>
    /// <param name="users">Keys of the users whom the change is about.</param>
    /// <remarks>
    /// Locks the lab's row until the transaction ends: who is a member must not change while somebody gets a role in a
    /// study because of it.
    /// </remarks>
    public async Task<Outcome<LabWithRights>> FindWithMembersAsync(
        Guid id,
        IReadOnlyCollection<long> users,
        CancellationToken cancellationToken
    )
    {
        await LockAsync(db.Labs.Where(l => l.Uuid == id), cancellationToken);
        return await FindAsync(WithMembers(users), id, cancellationToken);
    }

    /// <summary>Loads a study's lab with the roles of these users in it.</summary>
    /// <param name="users">Keys of the users.</param>
    /// <returns>Null for an imported study without a lab.</returns>
    /// <remarks>Locks the lab's row as <see cref="FindWithMembersAsync"/> does.</remarks>
    public async Task<Lab?> LoadOfStudyAsync(
        Study study,
        IReadOnlyCollection<long> users,
        CancellationToken cancellationToken
    )
    {
        await LockAsync(db.Labs.Where(l => l.Id == study.LabId), cancellationToken);
        return await WithMembers(users).SingleOrDefaultAsync(l => l.Id == study.LabId, cancellationToken);
    }

    /// <summary>Loads labs with the roles of these users and of the labs' admins, whoever asks.</summary>
    /// <remarks>Locks the labs' rows, in an order that is the same for all, as <see cref="FindWithMembersAsync"/> does.</remarks>
    /// <param name="labs">Keys of the labs.</param>
    /// <param name="users">Keys of the users.</param>
    public async Task<List<Lab>> LoadWithMembersAsync(
        IReadOnlyCollection<long> labs,
        IReadOnlyCollection<long> users,
        CancellationToken cancellationToken
    )
    {
        foreach (var key in labs.Order())
            await LockAsync(db.Labs.Where(l => l.Id == key), cancellationToken);
        return await WithMembers(users)
            .Where(l => labs.Contains(l.Id))
            .OrderBy(l => l.Name)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Finds a lab in which the actor may create studies.</summary>
    public async Task<Outcome<Lab>> FindForNewStudyAsync(Guid id, CancellationToken cancellationToken)
    {
        var found = await FindAsync(id, cancellationToken);
        if (found.Failed)
            return found.Error;
        return found.Value.Allows(LabRight.CreateStudies) ? found.Value.Lab : Error.Forbidden;
    }

    /// <summary>An update that changes nothing takes the row's lock on both databases.</summary>
    static Task<int> LockAsync(IQueryable<Lab> lab, CancellationToken cancellationToken) =>
        lab.ExecuteUpdateAsync(set => set.SetProperty(l => l.Version, l => l.Version), cancellationToken);

    IQueryable<Lab> WithMembers(IReadOnlyCollection<long> users) =>
        db
            .Labs.Include(l => l.Members.Where(m => m.Role == LabRole.Admin || users.Contains(m.UserId)))
            .Include(l => l.JoinRequests.Where(r => users.Contains(r.UserId)));

    async Task<Outcome<LabWithRights>> FindAsync(IQueryable<Lab> labs, Guid id, CancellationToken cancellationToken)
    {
        var lab = await labs.SingleOrDefaultAsync(l => l.Uuid == id, cancellationToken);
        if (
            lab is null
            || !await db.Labs.WithinReachOf(current.Actor, db).AnyAsync(l => l.Id == lab.Id, cancellationToken)
        )
            return Error.NotFound("lab");
        var roles = await LoadRolesAsync(lab, cancellationToken);
        var found = LabWithRights.Of(lab, current.Actor, roles);
        // No key gives roles, so none are offered to it.
        if (current.IsApiKey)
            found = found with { Giver = RoleGiver.Nobody };
        return lab.IsApproved || roles is not [] || found.Allows(LabRight.EditDetails) ? found : Error.NotFound("lab");
    }

    /// <summary>The actor's roles in the lab; none before a required second factor was given.</summary>
    async Task<List<LabRole>> LoadRolesAsync(Lab lab, CancellationToken cancellationToken)
    {
        if (current.Actor is not { LacksSecondFactor: false } actor)
            return [];
        if (actor.Lab is { } grant)
            return grant.LabKey == lab.Id ? [grant.Role] : [];
        return await db
            .LabMemberships.AsNoTracking()
            .Where(m => m.LabId == lab.Id && m.UserId == actor.Key)
            .Select(m => m.Role)
            .ToListAsync(cancellationToken);
    }
}
