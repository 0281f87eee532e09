using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Finds out what people may give others in a study.</summary>
sealed class StudyGivers(IChsDb db, AccessControl access, Actor actor)
{
    static readonly LabRole[] HeadsOfLabs =
    [
        .. Enum.GetValues<LabRole>().Where(role => Permissions.OnLab(role).HasFlag(LabRight.ManageResearchers)),
    ];

    /// <summary>What the actor may give.</summary>
    public async Task<RoleGiver> OfActorAsync(Study study, CancellationToken cancellationToken)
    {
        var authority = new Authority(await access.RightsOnAsync(study, cancellationToken), LabRight.None);
        return actor.GiverWith(authority, await FillsVacancyAsync(study, actor.Key, cancellationToken));
    }

    /// <summary>What a person may give; the actor, with what was presented.</summary>
    /// <param name="rights">All rights that the person has on the study.</param>
    public async Task<RoleGiver> OfAsync(
        Study study,
        User person,
        StudyRight rights,
        CancellationToken cancellationToken
    )
    {
        var authority = new Authority(rights, LabRight.None);
        var fillsVacancy = await FillsVacancyAsync(study, person.Id, cancellationToken);
        return person.Id == actor.Key
            ? actor.GiverWith(authority, fillsVacancy)
            : new RoleGiver(person.Id, authority, fillsVacancy);
    }

    /// <summary>Whether the study has no admin who can log in, and the person runs its lab.</summary>
    async Task<bool> FillsVacancyAsync(Study study, long person, CancellationToken cancellationToken)
    {
        var runsTheLab = await db.LabMemberships.AnyAsync(
            m => m.LabId == study.LabId && m.UserId == person && HeadsOfLabs.Contains(m.Role),
            cancellationToken
        );
        if (!runsTheLab)
            return false;
        var hasAdmin = await db.StudyMemberships.AnyAsync(
            m =>
                m.StudyId == study.Id && m.Role == StudyRole.Admin && db.Users.Any(u => u.Id == m.UserId && u.IsActive),
            cancellationToken
        );
        return !hasAdmin;
    }
}
