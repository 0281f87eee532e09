using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Compares what a lab's key may do with what the actor may do.</summary>
sealed class LabTokenAuthority(IChsDb db, AccessControl access)
{
    /// <summary>What the key may do in the lab and in its studies, and the actor may not.</summary>
    public async Task<Authority> BeyondActorAsync(
        LabWithRights found,
        LabToken token,
        CancellationToken cancellationToken
    )
    {
        var inLab = Authority.Of(token.Role).Beyond(found.Giver.Authority);
        var inStudies = await BeyondActorAsync(found.Lab, token.Scope.Studies, token.StudyRole, cancellationToken);
        return inStudies.Values.Aggregate(inLab, (all, lacking) => all.Union(new Authority(lacking, LabRight.None)));
    }

    /// <summary>What a key could do with each of these studies, and the actor couldn't.</summary>
    /// <returns>Nothing of studies that aren't the lab's: no key of the lab opens them.</returns>
    public async Task<Dictionary<Guid, StudyRight>> BeyondActorAsync(
        Lab lab,
        IReadOnlyCollection<Guid> ids,
        StudyRole? role,
        CancellationToken cancellationToken
    )
    {
        var needed = role is { } given ? Permissions.Of(given) : StudyRight.ReadDetails;
        var studies = await db
            .Studies.AsNoTracking()
            .Where(s => s.LabId == lab.Id && ids.Contains(s.Uuid))
            .ToListAsync(cancellationToken);
        Dictionary<Guid, StudyRight> beyond = [];
        foreach (var study in studies)
            beyond[study.Uuid] = needed & ~await access.RightsOnAsync(study, cancellationToken);
        return beyond;
    }
}
