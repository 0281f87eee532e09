using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Importing;

/// <summary>
/// What the demo's accounts left where people work: keys of labs, rights on the site, studies. Everybody could act as these
/// accounts, so it is taken back where the demo is off.
/// </summary>
sealed class DemoLeftovers(IChsDb db, DemoGifts gifts, TimeProvider time)
{
    /// <summary>Takes everything back that can be, and says what an operator has to judge.</summary>
    public async Task<DemoLeft> TakeBackAsync(CancellationToken cancellationToken)
    {
        var hidden = await HideStudiesAsync(cancellationToken);
        var keys = await DeleteKeysAsync(cancellationToken);
        var rights = await WithdrawRightsAsync(cancellationToken);
        var roles = await gifts.FindRolesAsync(cancellationToken);
        var approvals = await gifts.FindApprovalsAsync(cancellationToken);
        return new DemoLeft(keys, rights, roles, approvals, hidden);
    }

    /// <summary>Lets families see the demo's studies again.</summary>
    public Task ShowStudiesAsync(CancellationToken cancellationToken) => SetHiddenAsync(false, cancellationToken);

    Task<int> HideStudiesAsync(CancellationToken cancellationToken) => SetHiddenAsync(true, cancellationToken);

    Task<int> SetHiddenAsync(bool isHidden, CancellationToken cancellationToken) =>
        db
            .Studies.Where(s => db.Users.Any(u => u.Id == s.CreatorId && u.Demo != DemoStanding.None))
            .Where(s => s.IsOfClosedDemo != isHidden)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.IsOfClosedDemo, isHidden), cancellationToken);

    async Task<int> DeleteKeysAsync(CancellationToken cancellationToken)
    {
        var demo = db.Users.Where(u => u.Demo != DemoStanding.None);
        var keys = await db
            .LabTokens.Where(t => demo.Any(u => u.Id == t.MakerId || u.Id == t.KeeperId))
            .OrderBy(t => t.Id)
            .ToListAsync(cancellationToken);
        foreach (var key in keys)
            db.Audit.Add(AuditEntry.Of(null, AuditEntry.LabTokenRevoked, key.Uuid, "{}", time.GetUtcNow()));
        db.LabTokens.RemoveRange(keys);
        return keys.Count;
    }

    /// <returns>Ids of the accounts that lost rights.</returns>
    async Task<IReadOnlyList<Guid>> WithdrawRightsAsync(CancellationToken cancellationToken)
    {
        var given = await gifts.FindRightsAsync(cancellationToken);
        Guid[] ids = [.. given.Keys];
        var users = await db.Users.Where(u => ids.Contains(u.Uuid)).OrderBy(u => u.Id).ToListAsync(cancellationToken);
        List<Guid> lost = [];
        foreach (var user in users)
        {
            var kept = user.GivenRights.In(given[user.Uuid]);
            if (kept == user.GivenRights)
                continue;
            user.ReplaceRights(kept);
            db.Audit.Add(AuditEntry.Of(null, AuditEntry.DemoRightsWithdrawn, user.Uuid, "{}", time.GetUtcNow()));
            lost.Add(user.Uuid);
        }

        return lost;
    }
}

/// <summary>What the demo's accounts had left.</summary>
/// <param name="Keys">How many keys of labs were deleted that they had made or answered for.</param>
/// <param name="Rights">Ids of the accounts that lost the rights on the site that they had been given.</param>
/// <param name="Roles">Roles in labs and studies that people have from them, and keep.</param>
/// <param name="Approvals">Labs and studies of people that they approved, and that stay so.</param>
/// <param name="Hidden">How many of their studies families don't see any more.</param>
public sealed record DemoLeft(
    int Keys,
    IReadOnlyList<Guid> Rights,
    IReadOnlyList<GivenRole> Roles,
    IReadOnlyList<GivenApproval> Approvals,
    int Hidden
)
{
    internal static readonly DemoLeft Nothing = new(0, [], [], [], 0);
}
