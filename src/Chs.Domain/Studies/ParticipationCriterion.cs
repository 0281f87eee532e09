namespace Chs.Domain.Studies;

/// <summary>Another study that a child must or must not have taken part in to be eligible.</summary>
public sealed class ParticipationCriterion
{
    ParticipationCriterion() { }

    public long StudyId { get; private init; }
    public long OtherStudyId { get; private init; }

    /// <summary>True: must have taken part; false: must not.</summary>
    public bool IsRequired { get; private init; }

    /// <param name="study">Key of the study.</param>
    /// <param name="other">Key of the other study.</param>
    public static ParticipationCriterion Of(long study, long other, bool isRequired) =>
        new()
        {
            StudyId = study,
            OtherStudyId = other,
            IsRequired = isRequired,
        };
}
