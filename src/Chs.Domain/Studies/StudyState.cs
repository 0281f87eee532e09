namespace Chs.Domain.Studies;

/// <summary>The state of a study. Families see active ones only.</summary>
public enum StudyState
{
    Created = 1,
    Submitted,
    Rejected,
    Retracted,
    Approved,
    Active,
    Paused,
    Deactivated,
    Archived,
}
