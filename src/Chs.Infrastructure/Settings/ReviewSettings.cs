using Chs.Domain.Studies;

namespace Chs.Infrastructure.Settings;

/// <summary>Which changes of approved studies don't need another review.</summary>
public sealed class ReviewSettings
{
    public IReadOnlyList<ReviewedField> LowRisk { get; set; } = [];

    internal ReviewPolicy ToPolicy() => new(LowRisk.Aggregate(ReviewedField.None, (all, field) => all | field));
}
