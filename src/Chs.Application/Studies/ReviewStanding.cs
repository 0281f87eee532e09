using Chs.Domain;
using Chs.Domain.Studies;

namespace Chs.Application.Studies;

/// <summary>How a study stands with its reviewers before a change, so that the answer can tell what the change did to that.</summary>
/// <param name="ProposedNumber">The version that waits for them while families run another one; null: none.</param>
sealed record ReviewStanding(StudyState State, int? ProposedNumber)
{
    public static ReviewStanding Of(Study study) => new(study.State, study.ProposedNumber);

    /// <summary>What a researcher may not have expected of the change.</summary>
    public IEnumerable<Fault> WarningsAfter(Study study)
    {
        if (study.State is StudyState.SentBack && State is not StudyState.SentBack)
            yield return new Fault("", "sent_back", study.Comments);
        if (ProposedNumber is { } number && study.ProposedNumber is null)
            yield return new Fault(
                "",
                "left_review",
                $"Version {number} left the reviewers' queue, {After(study.State)}"
            );
    }

    static string After(StudyState state) =>
        state switch
        {
            StudyState.Active or StudyState.Paused => "because the draft was changed: propose it again.",
            StudyState.SentBack => "because the study was sent back: submit the study, and it is reviewed with it.",
            _ => "because the study is neither active nor paused any more.",
        };
}
