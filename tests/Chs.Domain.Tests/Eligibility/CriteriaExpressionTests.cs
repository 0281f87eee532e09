using Chs.Domain.Accounts;
using Chs.Domain.Eligibility;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace Chs.Domain.Tests.Eligibility;

public class CriteriaExpressionTests
{
    /// <summary>Speaks en and bn, is deaf.</summary>
    static readonly ChildFacts Boy = new(Gender.Male, 39, 1000, 0b101, 0b10);

    static bool Fits(string text, ChildFacts child) => CriteriaExpression.Parse(text).Value.IsMetBy(child);

    [Theory]
    [InlineData("", true)]
    [InlineData("  \n", true)]
    [InlineData("gender = male", true)]
    [InlineData("gender=M", true)]
    [InlineData("gender != Female", true)]
    [InlineData("gender = n/a", false)]
    [InlineData("gender != NA", true)]
    [InlineData("gestational_age_in_weeks >= 39", true)]
    [InlineData("gestational_age_in_weeks < 39", false)]
    [InlineData("gestational_age_in_weeks = na", false)]
    [InlineData("gestational_age_in_weeks != N/A", true)]
    [InlineData("age_in_days <= 1000 AND age_in_days > 999", true)]
    [InlineData("n_languages = 2 AND num_languages != 3", true)]
    [InlineData("speaks_en", true)]
    [InlineData("speaks_am", false)]
    [InlineData("deaf", true)]
    [InlineData("NOT dyslexia", true)]
    [InlineData("NOT NOT deaf", true)]
    [InlineData("dyslexia AND dyslexia OR deaf", true)]
    [InlineData("deaf OR dyslexia AND dyslexia", true)]
    [InlineData("(deaf OR dyslexia) AND dyslexia", false)]
    [InlineData("NOT dyslexia OR deaf AND dyslexia", true)]
    [InlineData("NOT(deaf)OR(speaks_en)", true)]
    public void Means_what_the_language_says(string text, bool fits) => Assert.Equal(fits, Fits(text, Boy));

    [Theory, InlineData("="), InlineData("!="), InlineData("<"), InlineData(">=")]
    public void Comparing_weeks_never_holds_for_a_family_that_did_not_answer(string comparison) =>
        Assert.False(Fits($"gestational_age_in_weeks {comparison} 30", Boy with { GestationalAgeInWeeks = null }));

    [Theory]
    [InlineData("deaf AND", 8, "the end")]
    [InlineData("deaf deaf", 5, "'deaf'")]
    [InlineData("(deaf", 5, "the end")]
    [InlineData("deaf)", 4, "')'")]
    [InlineData("gender < male", 7, "'<'")]
    [InlineData("gender = boy", 9, "'boy'")]
    [InlineData("gestational_age_in_weeks > na", 27, "'na'")]
    [InlineData("gestational_age_in_weeks = 41", 27, "'41'")]
    [InlineData("age_in_days = -1", 14, "'-'")]
    [InlineData("age_in_days = 99999999999", 14, "'99999999999'")]
    [InlineData("age_in_days 5", 12, "'5'")]
    [InlineData("speaks_klingon", 0, "'speaks_klingon'")]
    [InlineData("DEAF", 0, "'DEAF'")]
    [InlineData("deaf and speaks_en", 5, "'and'")]
    [InlineData("gender = maleANDdeaf", 9, "'maleANDdeaf'")]
    [InlineData("spéaks_en", 0, "'spéaks_en'")]
    [InlineData("deaf 😀", 5, "'😀'")]
    [InlineData("deaf, dyslexia", 4, "','")]
    [InlineData("speaks_an_invented_language_of_elves", 0, "'speaks_an_invented_language_of…'")]
    public void Says_where_it_cannot_be_read_and_what_stands_there(string text, int position, string found)
    {
        var fault = Assert.Single(CriteriaExpression.Parse(text).Error!.Faults);
        Assert.Equal(("/criteriaExpression", "unreadable"), (fault.Pointer, fault.Code));
        Assert.Contains($"position {position + 1}:", fault.Message);
        Assert.EndsWith($"but found {found}.", fault.Message);
    }

    [Theory]
    [InlineData("de\0af", 2, "A NUL character (U+0000) stands here: take it out.")]
    [InlineData("deaf AND\u00A0speaks_en", 8, "A no-break space (U+00A0) stands here: write a plain one.")]
    [InlineData("NOT NOT \u200Bdeaf", 8, "A character without width (U+200B), which can't be seen, stands here")]
    [InlineData("gender = \u201Cmale\u201D", 9, "A quote (\u201C) stands here: criteria are written without quotes.")]
    [InlineData("gender = 'male'", 9, "A quote (') stands here: criteria are written without quotes.")]
    [InlineData("gender = \"male\"", 9, "A quote (\") stands here: criteria are written without quotes.")]
    [InlineData("klingon \0", 8, "A NUL character (U+0000) stands here: take it out.")]
    public void Names_what_stands_there_by_mistake_before_anything_else(string text, int position, string told)
    {
        var fault = Assert.Single(CriteriaExpression.Parse(text).Error!.Faults);
        Assert.Equal(("/criteriaExpression", "unreadable"), (fault.Pointer, fault.Code));
        Assert.StartsWith($"At position {position + 1}: {told}", fault.Message);
    }

    [Theory, InlineData("\fdeaf"), InlineData("deaf\tAND\r\nspeaks_en\n")]
    public void Takes_the_space_that_it_always_took(string text) => Assert.True(Fits(text, Boy));

    [Fact]
    public void May_be_long() =>
        Assert.Null(CriteriaExpression.Parse(string.Join(" OR ", Enumerable.Repeat("deaf", 2000))).Error);

    public static TheoryData<string> TooMuch =>
        [
            new string('(', 5000) + "deaf" + new string(')', 5000),
            string.Concat(Enumerable.Repeat("NOT ", 4000)) + "deaf",
            new string(' ', 20_001),
        ];

    [Theory, MemberData(nameof(TooMuch))]
    public void May_not_be_deep_or_endless(string text) => Assert.True(CriteriaExpression.Parse(text).Failed);

    [Property(MaxTest = 2000)]
    public bool Never_throws(NonNull<string> text) => CriteriaExpression.Parse(text.Get) is not null;

    static readonly string[] Pieces =
    [
        "gender",
        "=",
        "!=",
        "<",
        "male",
        "na",
        "n/a",
        "AND",
        "OR",
        "NOT",
        "(",
        ")",
        "age_in_days",
        "5",
        "gestational_age_in_weeks",
        "30",
        "deaf",
        "speaks_en",
        "n_languages",
        " ",
        "é",
    ];

    [Property(MaxTest = 2000)]
    public bool Never_throws_on_almost_an_expression(int seed)
    {
        var random = new Random(seed);
        var pieces = Enumerable.Range(0, random.Next(12)).Select(_ => Pieces[random.Next(Pieces.Length)]);
        return CriteriaExpression.Parse(string.Join(' ', pieces)) is not null;
    }

    /// <summary>A random expression as text, with a predicate that evaluates it independently of the parser.</summary>
    static (string Text, Func<ChildFacts, bool> Meaning) Expression(Random random, int depth)
    {
        if (depth == 0 || random.Next(4) == 0)
        {
            var number = random.Next(24, 41);
            return random.Next(6) switch
            {
                0 => ("deaf", c => (c.Conditions & 2) != 0),
                1 => ("speaks_bn", c => (c.Languages & 4) != 0),
                2 => ($"age_in_days<{number}", c => c.AgeInDays < number),
                3 => (
                    $"gestational_age_in_weeks != {number}",
                    c => c.GestationalAgeInWeeks is not null && c.GestationalAgeInWeeks != number
                ),
                4 => ("gender = f", c => c.Gender == Gender.Female),
                _ => ("n_languages >= 2", c => c.LanguageCount >= 2),
            };
        }

        var (left, leftMeans) = Expression(random, depth - 1);
        var (right, rightMeans) = Expression(random, depth - 1);
        return random.Next(3) switch
        {
            0 => ($"NOT ({left})", c => !leftMeans(c)),
            1 => ($"({left}) AND ({right})", c => leftMeans(c) && rightMeans(c)),
            _ => ($"({left})OR({right})", c => leftMeans(c) || rightMeans(c)),
        };
    }

    static ChildFacts Child(Random random) =>
        new(
            (Gender)random.Next(1, 5),
            random.Next(4) == 0 ? null : random.Next(23, 41),
            random.Next(20, 45),
            (ulong)random.NextInt64(8),
            (ulong)random.NextInt64(32)
        );

    [Property(MaxTest = 1000)]
    public bool Agrees_with_a_naive_evaluator(int seed)
    {
        var random = new Random(seed);
        var (text, meaning) = Expression(random, 5);
        var parsed = CriteriaExpression.Parse(text).Value;
        return Enumerable.Range(0, 20).Select(_ => Child(random)).All(child => parsed.IsMetBy(child) == meaning(child));
    }

    [Property(MaxTest = 1000)]
    public bool Reads_back_what_it_prints_as_the_same(int seed)
    {
        var random = new Random(seed);
        var parsed = CriteriaExpression.Parse(Expression(random, 5).Text).Value;
        var again = CriteriaExpression.Parse(parsed.ToString()).Value;
        return again.ToString() == parsed.ToString()
            && Enumerable
                .Range(0, 20)
                .Select(_ => Child(random))
                .All(child => parsed.IsMetBy(child) == again.IsMetBy(child));
    }
}
