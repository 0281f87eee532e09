using Chs.Domain.Labs;
using Chs.Domain.Studies;

namespace Chs.Application.Access;

/// <summary>What a lab's key opens: the lab's studies, by roles as members have them.</summary>
/// <param name="TokenKey">The key's own database key.</param>
/// <param name="LabKey">The lab's database key.</param>
/// <param name="Role">Its role in the lab.</param>
/// <param name="StudyRole">Its role in the studies that its scope names; null: none.</param>
/// <param name="KeeperKey">Key of the account that answers for it: the key may do no more with a study than that account.</param>
/// <param name="KeepersRights">What that account may do with every study.</param>
public sealed record LabGrant(
    long TokenKey,
    long LabKey,
    LabRole Role,
    StudyRole? StudyRole,
    long KeeperKey,
    StudyRight KeepersRights
);
