using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
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
        var fillsVacancy = await FillsVacancyAsync(study, actor.Key, actor.Id, cancellationToken);
        return actor.GiverWith(authority, fillsVacancy);
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
        var fillsVacancy = await FillsVacancyAsync(study, person.Id, person.Uuid, cancellationToken);
        return person.Id == actor.Key
            ? actor.GiverWith(authority, fillsVacancy)
            : new RoleGiver(person.Id, authority, fillsVacancy);
    }

    /// <summary>
    /// Whether the study has no admin who can log in, and the person runs its lab and has had no hand in that: whoever
    /// closed an admin's account would make the place that they fill.
    /// </summary>
    /// <param name="study">The study.</param>
    /// <param name="person">Key of the account.</param>
    /// <param name="id">Its id, by which the audit log names it.</param>
    async Task<bool> FillsVacancyAsync(Study study, long person, Guid id, CancellationToken cancellationToken)
    {
        var runsTheLab = await db.LabMemberships.AnyAsync(
            m => m.LabId == study.LabId && m.UserId == person && HeadsOfLabs.Contains(m.Role),
            cancellationToken
        );
        if (!runsTheLab)
            return false;
        var admins =
            from membership in db.StudyMemberships
            join user in db.Users on membership.UserId equals user.Id
            where membership.StudyId == study.Id && membership.Role == StudyRole.Admin
            select user;
        // Any decision counts, not only the last one: a later word about a closed account doesn't change who closed it.
        return !await admins.AnyAsync(
            u =>
                u.IsActive
                || db.Audit.Any(e => e.Subject == u.Uuid && e.Actor == id && e.Action == AuditEntry.AccountModerated),
            cancellationToken
        );
    }
}
