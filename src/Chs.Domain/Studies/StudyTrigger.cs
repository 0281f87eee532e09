namespace Chs.Domain.Studies;

/// <summary>A step of the workflow, which moves a study to another state.</summary>
public enum StudyTrigger
{
    Submit = 1,
    Resubmit,
    Approve,
    Reject,
    Retract,
    Activate,
    Pause,
    Deactivate,
    Archive,
}
