namespace Chs.Domain.Studies;

/// <summary>The state of a study. Families see active ones only.</summary>
public enum StudyState
{
    Created = 1,
    Submitted,
    Rejected,
    Retracted,

    /// <summary>A change after the approval sent it back for review; its researchers submit it again when it is ready.</summary>
    SentBack,
    Approved,
    Active,
    Paused,
    Deactivated,
    Archived,
}
