using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>Finds answers to the demographic survey.</summary>
static class DemographicSnapshots
{
    /// <summary>A family's answers. The first are those that hold now.</summary>
    /// <param name="user">Key of the account.</param>
    public static IOrderedQueryable<DemographicSnapshot> NewestFirst(
        this IQueryable<DemographicSnapshot> snapshots,
        long user
    ) => snapshots.Where(d => d.UserId == user).OrderByDescending(d => d.CreatedAt).ThenByDescending(d => d.Id);
}
