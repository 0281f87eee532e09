namespace Chs.Domain.Labs;

/// <summary>What an actor may do with a lab.</summary>
/// <remarks>A check for several rights requires all of them.</remarks>
[Flags]
public enum LabRight
{
    None = 0,
    CreateStudies = 1 << 0,
    ListResearchers = 1 << 1,
    ManageResearchers = 1 << 2,
    EditDetails = 1 << 3,

    /// <summary>Allow it to test families: site reviewers only.</summary>
    EditApproval = 1 << 4,

    All = (1 << 5) - 1,
}
