namespace Chs.Application.Studies;

/// <summary>
/// What happened to a study: the state that it came into; what became of a draft beside it; or how a build of its
/// experiment ended, <c>deployed</c> when it succeeded. <c>other</c> is what this version doesn't know.
/// </summary>
public enum StudyLogAction
{
    Created,
    Submitted,
    Rejected,
    Retracted,
    SentBack,
    Approved,
    Active,
    Paused,
    Deactivated,
    Archived,
    DraftProposed,
    DraftWithdrawn,
    DraftApproved,
    DraftDeclined,
    Deployed,
    FailedToBuild,
    Other,
}
