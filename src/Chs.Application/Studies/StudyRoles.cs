using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Studies;

namespace Chs.Application.Studies;

/// <summary>Gives people roles in a study, as far as the actor may: <see cref="RoleGiver"/>.</summary>
sealed class StudyRoles(
    StudyFinder studies,
    StudyGivers givers,
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

        // Decided for all before anything changes: what is given counts only afterwards.
        var giver = await givers.OfActorAsync(study, cancellationToken);
        var errors = roles
            .Select(role => Refusal(giver, study, people.GetValueOrDefault(role.AccountId), role))
            .ToArray();
        // New admins first, so that they can take the place of those who are admins no longer.
        foreach (var (index, role) in roles.Index().OrderByDescending(entry => entry.Item.Role is StudyRole.Admin))
            errors[index] ??= study.Assign(people[role.AccountId], role.Role, lab, inactive, actor.Deed(time)).Error;
        return errors;
    }

    static Error? Refusal(RoleGiver giver, Study study, User? person, StudyRoleEntry role)
    {
        if (person is null)
            return Error.NotFound("researcher");
        StudyRole[] now = [.. study.Researchers.Where(m => m.UserId == person.Id).Select(m => m.Role)];
        return giver.RefusalToGive(person.Id, now, role.Role);
    }
}
