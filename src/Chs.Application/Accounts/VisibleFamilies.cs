using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>The families whose data the actor can see in v1 and v2.</summary>
/// <remarks>
/// These are the actor's own, families with a response that the actor can read, and all families for actors with
/// <see cref="SiteRight.ReadAllUserData"/>. Nobody sees data of inactive users. A key for some studies shows the families of
/// these only, not its owner's.
/// </remarks>
sealed class VisibleFamilies(IChsDb db, ResponseFinder finder, Actor actor)
{
    bool SeesAll => actor.Rights.Has(SiteRight.ReadAllUserData);

    public async Task<IQueryable<User>> UsersAsync(CancellationToken cancellationToken)
    {
        var active = db.Users.Where(u => u.IsActive);
        if (SeesAll)
            return active;
        var responses = await finder.VisibleAsync(cancellationToken);
        return active.Where(u => u.Id == actor.FamilyKey || responses.Any(r => r.ParticipantId == u.Id));
    }

    /// <summary>The visible children, including those that their parents have removed; no test participants.</summary>
    public async Task<IQueryable<Child>> ChildrenAsync(CancellationToken cancellationToken)
    {
        if (actor.Play is { ChildKey: var played })
            return db.Children.Where(c => c.Id == played);
        var ofActive = db.Children.Where(c =>
            c.TestOfStudyId == null && db.Users.Any(u => u.Id == c.UserId && u.IsActive)
        );
        if (SeesAll)
            return ofActive;
        var responses = await finder.VisibleAsync(cancellationToken);
        return ofActive.Where(c => c.UserId == actor.FamilyKey || responses.Any(r => r.ChildId == c.Id));
    }

    /// <param name="ofUser">Only this user's; null: everybody's.</param>
    public async Task<IQueryable<DemographicSnapshot>> DemographicsAsync(
        Guid? ofUser,
        CancellationToken cancellationToken
    )
    {
        var ofActive = db.DemographicSnapshots.Where(d =>
            db.Users.Any(u => u.Id == d.UserId && u.IsActive && (ofUser == null || u.Uuid == ofUser))
        );
        if (SeesAll)
            return ofActive;
        var responses = await finder.VisibleAsync(cancellationToken);
        return ofActive.Where(d => d.UserId == actor.FamilyKey || responses.Any(r => r.DemographicSnapshotId == d.Id));
    }
}
