namespace Chs.Api.V3;

/// <summary>Lists for the published contract the statuses of the problems that an operation answers.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProblemsAttribute(params int[] statuses) : Attribute
{
    public IReadOnlyList<int> Statuses { get; } = statuses;
}
