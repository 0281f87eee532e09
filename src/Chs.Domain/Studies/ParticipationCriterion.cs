namespace Chs.Domain.Studies;

/// <summary>Another study that a child must or must not have taken part in to be eligible.</summary>
public sealed class ParticipationCriterion
{
    ParticipationCriterion() { }

    public long StudyId { get; private init; }
    public long OtherStudyId { get; private init; }

    /// <summary>True: must have taken part; false: must not.</summary>
    public bool IsRequired { get; private init; }

    public static ParticipationCriterion Of(Study study, Study other, bool required) => Of(study, other.Id, required);

    /// <param name="other">Key of the other study.</param>
    public static ParticipationCriterion Of(Study study, long other, bool required) =>
        new()
        {
            StudyId = study.Id,
            OtherStudyId = other,
            IsRequired = required,
        };

    /// <summary>Copies a criterion to a copy of its study.</summary>
    public static ParticipationCriterion Of(Study copy, ParticipationCriterion original) =>
        Of(copy, original.OtherStudyId, original.IsRequired);
}
