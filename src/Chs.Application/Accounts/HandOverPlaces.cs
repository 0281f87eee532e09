using Chs.Domain.Labs;
using Chs.Domain.Studies;

namespace Chs.Application.Accounts;

/// <summary>Where somebody's roles are handed over.</summary>
/// <param name="Labs">The labs, with the roles in them of all whom it is about.</param>
/// <param name="Studies">The studies, with their researchers.</param>
/// <param name="Kept">Where the person's roles stay, because somebody else manages the researchers there.</param>
/// <param name="LabsByKey">The labs, and those of the studies.</param>
/// <param name="Keys">The labs' keys for scripts that the person answers for.</param>
sealed record HandOverPlaces(
    IReadOnlyList<Lab> Labs,
    IReadOnlyList<Study> Studies,
    IReadOnlyList<HeldRole> Kept,
    IReadOnlyDictionary<long, Lab> LabsByKey,
    IReadOnlyList<LabToken> Keys
)
{
    /// <returns>Null for an imported study without a lab.</returns>
    public Lab? LabOf(Study study) => study.LabId is { } key ? LabsByKey[key] : null;
}
