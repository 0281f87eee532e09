using static Chs.Domain.Studies.StudyState;
using static Chs.Domain.Studies.StudyTrigger;

namespace Chs.Domain.Studies;

/// <summary>The workflow of a study, one line per step.</summary>
public static class Workflow
{
    /// <returns>The state that follows, or null when the state doesn't allow the step.</returns>
    public static StudyState? NextState(StudyState state, StudyTrigger trigger) =>
        (state, trigger) switch
        {
            (Created or Rejected or Retracted or SentBack, Submit) => Submitted,
            (Rejected or Retracted or SentBack, Resubmit) => Submitted,
            (Submitted, Approve) => Approved,
            (Submitted or Approved or Active or Paused or Deactivated, Reject) => Rejected,
            (Submitted, Retract) => Retracted,
            (Approved or Paused, Activate) => Active,
            (Active, Pause) => Paused,
            (Active or Paused, Deactivate) => Deactivated,
            (not Archived, Archive) => Archived,
            _ => null,
        };

    /// <summary>Whether a step asks reviewers for an approval.</summary>
    public static bool IsSubmission(StudyTrigger trigger) => trigger is Submit or Resubmit;

    /// <summary>
    /// The name that logs and mails use for a step: a submission after the first is a resubmission, whichever of the two
    /// was asked for.
    /// </summary>
    public static StudyTrigger NameOf(StudyState state, StudyTrigger trigger) =>
        trigger is Submit && NextState(state, Resubmit) is not null ? Resubmit : trigger;

    /// <summary>The steps that a state allows, in the order of the workflow, each by one name.</summary>
    public static IEnumerable<StudyTrigger> AllowedTriggers(StudyState state) =>
        Enum.GetValues<StudyTrigger>()
            .Where(trigger => NextState(state, trigger) is not null && NameOf(state, trigger) == trigger);
}
