namespace Chs.Application.Studies;

/// <summary>The result of a study's earlier reviews.</summary>
public enum ReviewPast
{
    /// <summary>It was never submitted before.</summary>
    FirstSubmission = 1,

    /// <summary>Changes were requested before, and it was never approved.</summary>
    PreviouslyRejected,

    /// <summary>It was approved before, and hasn't lost the approval to a change since.</summary>
    PreviouslyApproved,

    /// <summary>It was approved, and then sent back for review, because it was changed.</summary>
    SentBack,

    /// <summary>None of these, such as after its researchers retracted it.</summary>
    Other,
}
