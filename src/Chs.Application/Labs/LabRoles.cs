using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Domain;
using Chs.Domain.Labs;

namespace Chs.Application.Labs;

/// <summary>Gives people roles in a lab.</summary>
sealed class LabRoles(
    LabFinder labs,
    AccountFinder accounts,
    InactiveAccounts inactiveAccounts,
    Actor actor,
    TimeProvider time
)
{
    /// <summary>Gives each person exactly this role, or says who can't get it.</summary>
    /// <returns>An error for each role, in order; null: the person has it.</returns>
    public async Task<Outcome<IReadOnlyList<Error?>>> AssignAsync(
        Guid labId,
        IReadOnlyList<LabRoleEntry> roles,
        CancellationToken cancellationToken
    )
    {
        // New members are found by id only, so that nobody can search the site's accounts here.
        var people = await accounts.FindActiveAsync(roles.Select(role => role.AccountId), cancellationToken);
        long[] users = [.. people.Values.Select(u => u.Id)];
        var managed = await labs.FindWithMembersAsync(labId, users, cancellationToken);
        if (managed.Failed)
            return managed.Error;
        if (!managed.Value.Allows(LabRight.ManageResearchers))
            return Error.Forbidden;
        var lab = managed.Value.Lab;
        long[] members = [.. lab.Members.Select(m => m.UserId)];
        var inactive = await inactiveAccounts.AmongAsync(members, cancellationToken);

        var errors = new Error?[roles.Count];
        // New admins first, so that they can take the place of those who are admins no longer.
        foreach (var (index, role) in roles.Index().OrderByDescending(entry => entry.Item.Role is LabRole.Admin))
            errors[index] = people.TryGetValue(role.AccountId, out var person)
                ? lab.Assign(person, role.Role, inactive, actor.Deed(time)).Error
                : Error.NotFound("researcher");
        return errors;
    }
}
