using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Knows who has every right on the site.</summary>
sealed class Administrators(IChsDb db)
{
    /// <summary>Whether nobody else who can log in has every right on the site.</summary>
    /// <remarks>
    /// Locks the accounts of all who have, until the transaction ends: of two who close each other's account at once, one
    /// stays.
    /// </remarks>
    public async Task<bool> IsLastAsync(User user, CancellationToken cancellationToken)
    {
        if (!user.Rights.Covers(SiteRights.All))
            return false;
        var all = db.Users.Where(u =>
            u.IsSuperuser
            || (
                u.GivenRights.Site == SiteRight.All
                && u.GivenRights.OnStudies == StudyRight.All
                && u.GivenRights.OnLabs == LabRight.All
            )
        );
        await all.ExecuteUpdateAsync(set => set.SetProperty(u => u.Version, u => u.Version), cancellationToken);
        return !await all.AnyAsync(u => u.IsActive && u.Id != user.Id, cancellationToken);
    }
}
