namespace Chs.Domain.Eligibility;

/// <summary>One test of a criteria expression.</summary>
/// <param name="Comparison"><c>=</c>, <c>!=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c> or <c>&gt;=</c>.</param>
/// <param name="Value">
/// A gender's code, a number, <c>na</c> for a gestational age that wasn't answered, or the code of a language or condition.
/// </param>
public sealed record CriteriaTest(CriteriaField Field, string Comparison, string Value)
{
    /// <summary>The test as it stands in an expression.</summary>
    public override string ToString() =>
        Field switch
        {
            CriteriaField.Language => $"speaks_{Value}",
            CriteriaField.Condition => Value,
            CriteriaField.Gender => $"gender {Comparison} {Value}",
            CriteriaField.GestationalAgeInWeeks => $"gestational_age_in_weeks {Comparison} {Value}",
            CriteriaField.LanguageCount => $"n_languages {Comparison} {Value}",
            _ => $"age_in_days {Comparison} {Value}",
        };
}

/// <summary>What a test of a criteria expression looks at.</summary>
public enum CriteriaField
{
    Gender = 0,
    GestationalAgeInWeeks = 1,
    AgeInDays = 2,
    LanguageCount = 3,

    /// <summary>Whether the child hears or speaks the language that the test names.</summary>
    Language = 4,

    /// <summary>Whether the child has the condition that the test names.</summary>
    Condition = 5,
}
