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

    /// <summary>
    /// Replaces the studies in which children must, or must not, have taken part. Does nothing when nothing differs.
    /// </summary>
    /// <param name="isRequired">True: must; false: must not.</param>
    /// <param name="others">Keys of the other studies.</param>
    public void SetCriteria(bool isRequired, IReadOnlyCollection<long> others, Deed deed)
    {
        var criteria = CriteriaForChange;
        var removed = criteria.RemoveAll(c => c.IsRequired == isRequired && !others.Contains(c.OtherStudyId));
        var known = criteria.Where(c => c.IsRequired == isRequired).Select(c => c.OtherStudyId).ToHashSet();
        var added = others.Where(known.Add).Select(other => ParticipationCriterion.Of(Id, other, isRequired)).ToList();
        if (removed == 0 && added is [])
            return;
        criteria.AddRange(added);
        ModifiedAt = deed.At;
        Record(new StudyUpdated(Uuid, deed.By, deed.At));
    }
}
