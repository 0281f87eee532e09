namespace Chs.Domain.Studies;

/// <summary>Other studies in which children must, or must not, have taken part.</summary>
public sealed partial class Study
{
    List<ParticipationCriterion>? _criteria;

    /// <summary>The other studies.</summary>
    /// <exception cref="InvalidOperationException">The study was loaded without them.</exception>
    public IReadOnlyCollection<ParticipationCriterion> Criteria => CriteriaForChange;

    List<ParticipationCriterion> CriteriaForChange =>
        _criteria ?? throw new InvalidOperationException("The study was loaded without its criteria.");

    /// <summary>Replaces the studies in which children must, or must not, have taken part.</summary>
    /// <param name="isRequired">True: must; false: must not.</param>
    /// <param name="others">Keys of the other studies.</param>
    public void SetCriteria(bool isRequired, IReadOnlyCollection<long> others)
    {
        CriteriaForChange.RemoveAll(c => c.IsRequired == isRequired && !others.Contains(c.OtherStudyId));
        foreach (var other in others)
        {
            var isKnown = CriteriaForChange.Exists(c => c.IsRequired == isRequired && c.OtherStudyId == other);
            if (!isKnown)
                CriteriaForChange.Add(ParticipationCriterion.Of(Id, other, isRequired));
        }
    }
}
