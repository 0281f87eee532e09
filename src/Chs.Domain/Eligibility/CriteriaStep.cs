namespace Chs.Domain.Eligibility;

/// <summary>A part of a criteria expression, and whether a child meets it.</summary>
/// <param name="Test">Null unless the kind is <see cref="CriteriaStepKind.Test"/>.</param>
/// <param name="Fact">
/// What was registered of the child: a gender's code, or a number; null for languages and conditions, of which
/// <paramref name="IsMet"/> says all, for what wasn't answered, and unless it is a test.
/// </param>
/// <param name="Parts">In the order of the expression. A chain of ANDs is one step, and so is one of ORs.</param>
public sealed record CriteriaStep(
    CriteriaStepKind Kind,
    bool IsMet,
    CriteriaTest? Test,
    string? Fact,
    IReadOnlyList<CriteriaStep> Parts
)
{
    /// <summary>Number of tests in it.</summary>
    internal int Tests => Kind is CriteriaStepKind.Test ? 1 : Parts.Sum(part => part.Tests);

    /// <summary>Number of steps within each other.</summary>
    internal int Levels => 1 + Parts.Select(part => part.Levels).DefaultIfEmpty().Max();
}

/// <summary>How the parts of a step of an expression belong together.</summary>
public enum CriteriaStepKind
{
    /// <summary>One test, which has no parts.</summary>
    Test = 0,

    /// <summary>Each part must be met; without parts every child fits.</summary>
    All = 1,

    /// <summary>One part must be met.</summary>
    Any = 2,

    /// <summary>The only part must not be met.</summary>
    Not = 3,
}
