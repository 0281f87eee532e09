namespace Chs.Domain.Studies;

/// <summary>Another study that a child must, or must not, have taken part in to fit.</summary>
public sealed class ParticipationCriterion
{
    ParticipationCriterion() { }

    public long StudyId { get; private init; }
    public long OtherStudyId { get; private init; }

    /// <summary>True: must have taken part; false: must not.</summary>
    public bool IsRequired { get; private init; }

    public static ParticipationCriterion Of(Study study, Study other, bool required) => new() { StudyId = study.Id, OtherStudyId = other.Id, IsRequired = required };
}
