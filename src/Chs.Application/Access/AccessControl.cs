using System.Linq.Expressions;
using Chs.Application.Ports;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Access;

/// <summary>Decides what the actor may do with studies.</summary>
/// <remarks>Roles are read once per request. Lists of studies are filtered with <see cref="StudiesWithRightsAsync"/>.</remarks>
public sealed class AccessControl(IChsDb db, ICurrentActor current)
{
    RoleRights? _roleRights;

    /// <summary>Null when nobody is logged in.</summary>
    public Actor? Actor => current.Actor;

    /// <summary>Reads the actor's roles again when they are needed next.</summary>
    internal void ForgetRoles() => _roleRights = null;

    /// <summary>The actor's rights on the study by roles and on the whole site. A shared preview doesn't count.</summary>
    public async Task<StudyRight> RightsOnAsync(Study study, CancellationToken cancellationToken) =>
        Actor?.Scope?.Covers(study.Uuid) is false
            ? StudyRight.None
            : (await RoleRightsAsync(cancellationToken)).On(study.Id, study.LabId);

    /// <summary>Whether the actor has all of these rights on the study.</summary>
    public async Task<bool> HasRightsAsync(StudyRight rights, Study study, CancellationToken cancellationToken)
    {
        if (Actor?.Scope?.Covers(study.Uuid) is false)
            return false;
        var held = await RightsOnAsync(study, cancellationToken);
        // Shared previews are open to all researchers, but not to families.
        if (study.IsPreviewShared && Actor is { IsResearcher: true })
            held |= StudyRight.ReadDetails;
        return (held & rights) == rights;
    }

    /// <summary>Whether the actor can read the study by a role or a right, or can review it. A shared preview doesn't count.</summary>
    public async Task<bool> CanWorkOnAsync(Study study, CancellationToken cancellationToken)
    {
        if (Actor?.Scope?.Covers(study.Uuid) is false)
            return false;
        var held = (await RoleRightsAsync(cancellationToken)).On(study.Id, study.LabId);
        return held.HasFlag(StudyRight.ReadDetails) || held.HasFlag(StudyRight.Review);
    }

    /// <summary>Whether the actor can see the study: by a right, because its preview is shared, or to review it.</summary>
    public async Task<bool> CanSeeAsync(Study study, CancellationToken cancellationToken) =>
        await HasRightsAsync(StudyRight.ReadDetails, study, cancellationToken)
        || await HasRightsAsync(StudyRight.Review, study, cancellationToken);

    /// <summary>Whether the actor can play the study as a preview, which everybody can who sees it.</summary>
    public Task<bool> CanPreviewAsync(Study study, CancellationToken cancellationToken) =>
        CanSeeAsync(study, cancellationToken);

    /// <summary>The studies on which the actor has all of these rights, as a condition for database queries.</summary>
    public async Task<Expression<Func<Study, bool>>> StudiesWithRightsAsync(
        StudyRight rights,
        CancellationToken cancellationToken
    )
    {
        var held = await RoleRightsAsync(cancellationToken);
        if ((held.Everywhere & rights) == rights)
            return _ => true;

        long[] byLab = [.. held.Labs.Where(lab => (lab.Value & rights) == rights).Select(lab => lab.Key)];
        // Lab role and study role together may give the rights that neither gives alone. The actor's studies are few
        // enough to decide that here.
        long[] byStudy = [.. held.LabOf.Where(s => (held.On(s.Key, s.Value) & rights) == rights).Select(s => s.Key)];
        // A token whose scope names studies has no rights on all studies, so it always gets here.
        if (Actor?.Scope is { Studies: { Count: > 0 } scopedStudies })
        {
            Guid[] inScope = [.. scopedStudies];
            return s =>
                inScope.Contains(s.Uuid)
                && (byStudy.Contains(s.Id) || (s.LabId != null && byLab.Contains(s.LabId.Value)));
        }

        return s => byStudy.Contains(s.Id) || (s.LabId != null && byLab.Contains(s.LabId.Value));
    }

    /// <summary>The studies that the actor can see as a researcher or reviewer.</summary>
    public async Task<Expression<Func<Study, bool>>> VisibleStudiesAsync(CancellationToken cancellationToken) =>
        Actor?.Rights.Has(StudyRight.Review) is true
            ? _ => true
            : await StudiesWithRightsAsync(StudyRight.ReadDetails, cancellationToken);

    async Task<RoleRights> RoleRightsAsync(CancellationToken cancellationToken) =>
        _roleRights ??= await LoadRoleRightsAsync(cancellationToken);

    async Task<RoleRights> LoadRoleRightsAsync(CancellationToken cancellationToken)
    {
        if (Actor is not { LacksSecondFactor: false } actor)
            return RoleRights.None;
        if (actor.Lab is { } lab)
            return await LoadRightsOfLabAsync(lab, actor.Scope?.Studies ?? [], cancellationToken);
        return await LoadRightsOfAsync(actor.Key, actor.Rights.OnStudies, cancellationToken);
    }

    /// <param name="user">Key of the account.</param>
    /// <param name="everywhere">What it may do with every study.</param>
    async Task<RoleRights> LoadRightsOfAsync(long user, StudyRight everywhere, CancellationToken cancellationToken)
    {
        var labs = await db
            .LabMemberships.Where(m => m.UserId == user)
            .Select(m => new { m.LabId, m.Role })
            .ToListAsync(cancellationToken);
        var studies = await (
            from membership in db.StudyMemberships
            where membership.UserId == user
            join study in db.Studies on membership.StudyId equals study.Id
            select new
            {
                membership.StudyId,
                study.LabId,
                membership.Role,
            }
        ).ToListAsync(cancellationToken);
        return new RoleRights(
            everywhere,
            Combine(labs.Select(m => (m.LabId, Permissions.Of(m.Role)))),
            Combine(studies.Select(m => (m.StudyId, Permissions.Of(m.Role)))),
            studies.DistinctBy(m => m.StudyId).ToDictionary(m => m.StudyId, m => m.LabId)
        );
    }

    /// <summary>
    /// What the key's roles give, and its keeper may do, too: who was taken off a study may still know the key. A study that
    /// has gone to another lab is out of its reach.
    /// </summary>
    async Task<RoleRights> LoadRightsOfLabAsync(
        LabGrant lab,
        IReadOnlyList<Guid> named,
        CancellationToken cancellationToken
    )
    {
        var keeper = await LoadRightsOfAsync(lab.KeeperKey, lab.KeepersRights, cancellationToken);
        var inLab = keeper.Everywhere | keeper.Labs.GetValueOrDefault(lab.LabKey);
        var byLab = new Dictionary<long, StudyRight> { [lab.LabKey] = Permissions.Of(lab.Role) & inLab };
        if (lab.StudyRole is not { } role)
            return RoleRights.None with { Labs = byLab };
        Guid[] ids = [.. named];
        var studies = await db
            .Studies.Where(s => s.LabId == lab.LabKey && ids.Contains(s.Uuid))
            .Select(s => s.Id)
            .ToListAsync(cancellationToken);
        return RoleRights.None with
        {
            Labs = byLab,
            Studies = studies.ToDictionary(key => key, key => Permissions.Of(role) & keeper.On(key, lab.LabKey)),
            LabOf = studies.ToDictionary(key => key, _ => (long?)lab.LabKey),
        };
    }

    /// <summary>Unites the rights of several roles in the same lab or study.</summary>
    static Dictionary<long, StudyRight> Combine(IEnumerable<(long Key, StudyRight Rights)> roles) =>
        roles
            .GroupBy(role => role.Key)
            .ToDictionary(role => role.Key, role => role.Aggregate(StudyRight.None, (all, next) => all | next.Rights));

    /// <summary>The actor's rights on studies.</summary>
    /// <param name="Everywhere">Rights on every study.</param>
    /// <param name="Labs">Rights on a lab's studies by a role in the lab, by the lab's key.</param>
    /// <param name="Studies">Rights by a role in the study, by the study's key.</param>
    /// <param name="LabOf">The lab of each study in which the actor has a role.</param>
    sealed record RoleRights(
        StudyRight Everywhere,
        Dictionary<long, StudyRight> Labs,
        Dictionary<long, StudyRight> Studies,
        Dictionary<long, long?> LabOf
    )
    {
        public static readonly RoleRights None = new(StudyRight.None, [], [], []);

        public StudyRight On(long study, long? lab)
        {
            var byLab = lab is { } key ? Labs.GetValueOrDefault(key) : StudyRight.None;
            return Everywhere | Studies.GetValueOrDefault(study) | byLab;
        }
    }
}
