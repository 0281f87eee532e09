using Chs.Domain.Labs;

namespace Chs.Application.Labs;

/// <summary>A lab with the actor's role and rights in it.</summary>
/// <param name="Role">The highest role; null: none.</param>
sealed record LabWithRights(Lab Lab, LabRole? Role, LabRight Rights)
{
    public bool Allows(LabRight right) => (Rights & right) == right;
}
