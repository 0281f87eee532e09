using static Chs.Domain.Studies.StudyState;
using static Chs.Domain.Studies.StudyTrigger;

namespace Chs.Domain.Studies;

/// <summary>Where a study stands. Families see active ones only.</summary>
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

/// <summary>A step of the work flow.</summary>
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

/// <summary>The work flow of a study, one line per step.</summary>
public static class Workflow
{
    /// <returns>The next state, or null when the trigger isn't allowed here.</returns>
    public static StudyState? After(StudyState state, StudyTrigger trigger) =>
        (state, trigger) switch
        {
            (Created, Submit) => Submitted,
            (Rejected or Retracted, Resubmit) => Submitted,
            (Submitted, Approve) => Approved,
            (Submitted or Approved or Active or Paused or Deactivated, Reject) => Rejected,
            (Submitted, Retract) => Retracted,
            (Approved or Paused, Activate) => Active,
            (Active, Pause) => Paused,
            (Active or Paused, Deactivate) => Deactivated,
            (not Archived, Archive) => Archived,
            _ => null,
        };

    /// <summary>What may follow, in the order of the work flow: the buttons of a front end.</summary>
    public static IEnumerable<StudyTrigger> From(StudyState state) =>
        Enum.GetValues<StudyTrigger>().Where(trigger => After(state, trigger) is not null);
}
