namespace Chs.Domain.Studies;

/// <summary>The changes of an approved study that a site allows without another review.</summary>
/// <param name="LowRisk">Changes of these fields don't send a study back for review; reviewers see them in the audit log.</param>
public sealed record ReviewPolicy(ReviewedField LowRisk)
{
    /// <summary>Every change of a reviewed field sends the study back, as in the reference.</summary>
    public static readonly ReviewPolicy Strict = new(ReviewedField.None);

    public bool SendsBack(ReviewedField changed) => (changed & ~LowRisk) != ReviewedField.None;
}
