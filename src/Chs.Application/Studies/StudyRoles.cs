using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Domain;
using Chs.Domain.Studies;

namespace Chs.Application.Studies;

/// <summary>Gives people roles in a study.</summary>
sealed class StudyRoles(
    StudyFinder studies,
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
        Guid studyId,
        IReadOnlyList<StudyRoleEntry> roles,
        CancellationToken cancellationToken
    )
    {
        var found = await studies.FindWholeAsync(studyId, StudyRight.ManageResearchers, null, cancellationToken);
        if (found.Failed)
            return found.Error;
        var study = found.Value;
        var people = await accounts.FindActiveAsync(roles.Select(role => role.AccountId), cancellationToken);
        var lab = await labs.LoadOfStudyAsync(study, [.. people.Values.Select(u => u.Id)], cancellationToken);
        long[] researchers = [.. study.Researchers.Select(m => m.UserId)];
        var inactive = await inactiveAccounts.AmongAsync(researchers, cancellationToken);

        var errors = new Error?[roles.Count];
        // New admins first, so that they can take the place of those who are admins no longer.
        foreach (var (index, role) in roles.Index().OrderByDescending(entry => entry.Item.Role is StudyRole.Admin))
            errors[index] = people.TryGetValue(role.AccountId, out var person)
                ? study.Assign(person, role.Role, lab, inactive, actor.Deed(time)).Error
                : Error.NotFound("researcher");
        return errors;
    }
}
