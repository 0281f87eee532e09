using System.Numerics;
using Chs.Domain.Accounts;

namespace Chs.Domain.Eligibility;

/// <summary>
/// Who may take part, as researchers write it: <c>(deaf OR speaks_es) AND NOT gender = male</c>.
/// NOT binds closer than AND, AND closer than OR. Keywords, fields and codes are case-sensitive, genders and <c>na</c> aren't.
/// </summary>
public abstract record CriteriaExpression
{
    /// <summary>Written as nothing at all: everybody may.</summary>
    public static readonly CriteriaExpression Everybody = new Always();

    /// <summary>Longest text that is read.</summary>
    public const int MaximumLength = 20_000;

    /// <returns>The expression; or where it can't be read, and what was expected there.</returns>
    public static Outcome<CriteriaExpression> Parse(string text) => new CriteriaParser(text).Parse();

    /// <summary>Whether a child fits.</summary>
    public abstract bool Fits(ChildFacts child);

    /// <summary>The expression in one standard way of writing; reads back as the same.</summary>
    public sealed override string ToString() => Print(0);

    /// <param name="binding">How closely the place binds in which this is written: 0 OR, 1 AND, 2 NOT.</param>
    internal abstract string Print(int binding);

    sealed record Always : CriteriaExpression
    {
        public override bool Fits(ChildFacts child) => true;

        internal override string Print(int binding) => "";
    }

    internal sealed record Or(CriteriaExpression Left, CriteriaExpression Right) : CriteriaExpression
    {
        public override bool Fits(ChildFacts child) => Left.Fits(child) || Right.Fits(child);

        internal override string Print(int binding) =>
            Parenthesised(binding > 0, $"{Left.Print(0)} OR {Right.Print(1)}");
    }

    internal sealed record And(CriteriaExpression Left, CriteriaExpression Right) : CriteriaExpression
    {
        public override bool Fits(ChildFacts child) => Left.Fits(child) && Right.Fits(child);

        internal override string Print(int binding) =>
            Parenthesised(binding > 1, $"{Left.Print(1)} AND {Right.Print(2)}");
    }

    internal sealed record Not(CriteriaExpression Inner) : CriteriaExpression
    {
        public override bool Fits(ChildFacts child) => !Inner.Fits(child);

        internal override string Print(int binding) => $"NOT {Inner.Print(2)}";
    }

    internal sealed record Test(string Text, Predicate<ChildFacts> Holds) : CriteriaExpression
    {
        public override bool Fits(ChildFacts child) => Holds(child);

        internal override string Print(int binding) => Text;

        public bool Equals(Test? other) => other is not null && Text == other.Text;

        public override int GetHashCode() => string.GetHashCode(Text, StringComparison.Ordinal);
    }

    static string Parenthesised(bool needed, string text) => needed ? $"({text})" : text;
}

/// <summary>What a criteria expression may ask of a child.</summary>
/// <param name="Gender">As registered.</param>
/// <param name="GestationalAgeInWeeks">23 stands for less than 24, 40 for 40 or more; null when not answered.</param>
/// <param name="AgeInDays">On the day in question.</param>
/// <param name="Languages">Bit n stands for the n-th of <see cref="ChildTraits.Languages"/>.</param>
/// <param name="Conditions">Bit n stands for the n-th of <see cref="ChildTraits.Conditions"/>.</param>
public sealed record ChildFacts(
    Gender Gender,
    int? GestationalAgeInWeeks,
    int AgeInDays,
    ulong Languages,
    ulong Conditions
)
{
    public int LanguageCount => BitOperations.PopCount(Languages);

    public static ChildFacts Of(Child child, DateOnly today) =>
        new(
            child.Gender,
            child.GestationalAge is { } code ? Math.Min(code + 23, 40) : null,
            child.AgeInDays(today),
            child.Languages,
            child.Conditions
        );
}
