using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;

namespace Chs.Application.Labs;

/// <summary>Gives people roles in a lab, as far as the actor may: <see cref="RoleGiver"/>.</summary>
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

        // Decided for all before anything changes: what is given counts only afterwards.
        var errors = roles
            .Select(role => Refusal(managed.Value, people.GetValueOrDefault(role.AccountId), role))
            .ToArray();
        // New admins first, so that they can take the place of those who are admins no longer.
        foreach (var (index, role) in roles.Index().OrderByDescending(entry => entry.Item.Role is LabRole.Admin))
            errors[index] ??= lab.Assign(people[role.AccountId], role.Role, inactive, actor.Deed(time)).Error;
        return errors;
    }

    static Error? Refusal(LabWithRights managed, User? person, LabRoleEntry role)
    {
        if (person is null)
            return Error.NotFound("researcher");
        LabRole[] now = [.. managed.Lab.Members.Where(m => m.UserId == person.Id).Select(m => m.Role)];
        return managed.Giver.RefusalToGive(person.Id, now, role.Role);
    }
}
