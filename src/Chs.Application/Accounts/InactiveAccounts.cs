using Chs.Application.Ports;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Finds out whose accounts are inactive: such people don't count as admins of labs and studies.</summary>
sealed class InactiveAccounts(IChsDb db)
{
    /// <param name="users">Keys of users.</param>
    /// <returns>The keys of those whose accounts are inactive.</returns>
    public async Task<IReadOnlySet<long>> AmongAsync(
        IReadOnlyCollection<long> users,
        CancellationToken cancellationToken
    )
    {
        var inactive = await db
            .Users.Where(u => users.Contains(u.Id) && !u.IsActive)
            .Select(u => u.Id)
            .ToListAsync(cancellationToken);
        return inactive.ToHashSet();
    }
}
