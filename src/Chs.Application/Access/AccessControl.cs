using System.Linq.Expressions;
using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Access;

/// <summary>What the actor may do with studies. Grants are read once per request; every list composes <see cref="StudiesAsync"/>.</summary>
public sealed class AccessControl(IChsDb db, ICurrentActor current)
{
    Grants? _grants;

    /// <summary>Null when nobody is logged in.</summary>
    public Actor? Actor => current.Actor;

    /// <summary>Whether the actor holds all the rights on the study.</summary>
    public async Task<bool> MayAsync(StudyRight rights, Study study, CancellationToken cancellationToken)
    {
        if (Actor?.Scope?.Covers(study.Uuid) is false)
            return false;
        var held = (await GrantsAsync(cancellationToken)).On(study.Id, study.LabId);
        // Previews that are shared are shared with researchers, not with families.
        if (study.IsPreviewShared && Actor is { IsResearcher: true })
            held |= StudyRight.ReadDetails;
        return (held & rights) == rights;
    }

    /// <summary>Whether the actor reads the study by a role or a right, or reviews it; a shared preview alone isn't that.</summary>
    public async Task<bool> WorksOnAsync(Study study, CancellationToken cancellationToken)
    {
        if (Actor?.Scope?.Covers(study.Uuid) is false)
            return false;
        var held = (await GrantsAsync(cancellationToken)).On(study.Id, study.LabId);
        return held.HasFlag(StudyRight.ReadDetails) || held.HasFlag(StudyRight.Review);
    }

    /// <summary>Whether the actor may see what the study is: by right, because its researchers share it, or to review it.</summary>
    public async Task<bool> MayLookAsync(Study study, CancellationToken cancellationToken) =>
        await MayAsync(StudyRight.ReadDetails, study, cancellationToken)
        || await MayAsync(StudyRight.Review, study, cancellationToken);

    /// <summary>Whether the actor may play the study without leaving data: whoever may see it.</summary>
    public Task<bool> MayPreviewAsync(Study study, CancellationToken cancellationToken) =>
        MayLookAsync(study, cancellationToken);

    /// <summary>The studies on which the actor holds all the rights, as a condition that the database evaluates.</summary>
    public async Task<Expression<Func<Study, bool>>> StudiesAsync(
        StudyRight rights,
        CancellationToken cancellationToken
    )
    {
        var grants = await GrantsAsync(cancellationToken);
        if ((grants.Everywhere & rights) == rights)
            return _ => true;

        long[] byLab = [.. grants.Labs.Where(lab => (lab.Value & rights) == rights).Select(lab => lab.Key)];
        // A study role may complete what the lab role lacks: those few are decided here.
        long[] byStudy =
        [
            .. grants.LabOf.Where(s => (grants.On(s.Key, s.Value) & rights) == rights).Select(s => s.Key),
        ];
        // A key for some studies never has rights on all of them, so it comes past here.
        if (Actor?.Scope is { Studies: { Count: > 0 } only })
        {
            Guid[] covered = [.. only];
            return s =>
                covered.Contains(s.Uuid)
                && (byStudy.Contains(s.Id) || (s.LabId != null && byLab.Contains(s.LabId.Value)));
        }

        return s => byStudy.Contains(s.Id) || (s.LabId != null && byLab.Contains(s.LabId.Value));
    }

    /// <summary>The studies that the actor may see as a researcher, or to review them.</summary>
    public async Task<Expression<Func<Study, bool>>> VisibleStudiesAsync(CancellationToken cancellationToken) =>
        Actor?.Rights.Has(StudyRight.Review) ?? false
            ? _ => true
            : await StudiesAsync(StudyRight.ReadDetails, cancellationToken);

    async Task<Grants> GrantsAsync(CancellationToken cancellationToken)
    {
        if (_grants is { } known)
            return known;
        if (Actor is not { LacksSecondFactor: false } actor)
            return _grants = new Grants(StudyRight.None, [], [], []);

        var labs = await db
            .LabMemberships.Where(m => m.UserId == actor.Key)
            .Select(m => new { m.LabId, m.Role })
            .ToListAsync(cancellationToken);
        var studies = await db
            .StudyMemberships.Where(m => m.UserId == actor.Key)
            .Join(
                db.Studies,
                m => m.StudyId,
                s => s.Id,
                (m, s) =>
                    new
                    {
                        m.StudyId,
                        s.LabId,
                        m.Role,
                    }
            )
            .ToListAsync(cancellationToken);
        return _grants = new Grants(
            actor.Rights.OnStudies,
            Together(labs.Select(m => (m.LabId, Permissions.Of(m.Role)))),
            Together(studies.Select(m => (m.StudyId, Permissions.Of(m.Role)))),
            studies.DistinctBy(m => m.StudyId).ToDictionary(m => m.StudyId, m => m.LabId)
        );
    }

    static Dictionary<long, StudyRight> Together(IEnumerable<(long Key, StudyRight Rights)> roles) =>
        roles
            .GroupBy(role => role.Key)
            .ToDictionary(role => role.Key, role => role.Aggregate(StudyRight.None, (held, one) => held | one.Rights));

    /// <param name="LabOf">Labs of the studies in which the actor has a role.</param>
    sealed record Grants(
        StudyRight Everywhere,
        Dictionary<long, StudyRight> Labs,
        Dictionary<long, StudyRight> Studies,
        Dictionary<long, long?> LabOf
    )
    {
        public StudyRight On(long study, long? lab) =>
            Everywhere
            | Studies.GetValueOrDefault(study)
            | (lab is { } key ? Labs.GetValueOrDefault(key) : StudyRight.None);
    }
}
