using Chs.Domain.Labs;
using Chs.Domain.Studies;

namespace Chs.Application.Labs;

/// <summary>A lab with the actor's role and rights in it.</summary>
/// <param name="Role">The highest role; null: none.</param>
/// <param name="Rights">What the actor may do with the lab.</param>
/// <param name="Giver">What the actor may give others in the lab.</param>
sealed record LabWithRights(Lab Lab, LabRole? Role, LabRight Rights, RoleGiver Giver)
{
    public bool Allows(LabRight right) => (Rights & right) == right;
}
