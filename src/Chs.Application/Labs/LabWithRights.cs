using Chs.Application.Access;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;

namespace Chs.Application.Labs;

/// <summary>A lab with the actor's role and rights in it.</summary>
/// <param name="Role">The highest role; null: none.</param>
/// <param name="Rights">What the actor may do with the lab.</param>
/// <param name="Giver">What the actor may give others in the lab.</param>
sealed record LabWithRights(Lab Lab, LabRole? Role, LabRight Rights, RoleGiver Giver)
{
    /// <param name="actor">Null when nobody is logged in.</param>
    /// <param name="roles">The actor's roles in the lab.</param>
    public static LabWithRights Of(Lab lab, Actor? actor, IReadOnlyCollection<LabRole> roles)
    {
        var authority = Authority.Of(actor?.Rights ?? SiteRights.None).Union(Authority.Of(roles));
        var rights = authority.OnLab;
        // Only researchers create studies, whatever their role in the lab.
        if (actor is not { IsResearcher: true })
            rights &= ~LabRight.CreateStudies;
        LabRole? highest = roles.Count == 0 ? null : roles.Max();
        return new LabWithRights(lab, highest, rights, actor?.GiverWith(authority) ?? RoleGiver.Nobody);
    }

    public bool Allows(LabRight right) => (Rights & right) == right;
}
