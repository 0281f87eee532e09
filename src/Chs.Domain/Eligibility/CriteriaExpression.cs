namespace Chs.Domain.Eligibility;

/// <summary>
/// The rule for who may take part, in the language that researchers write: <c>(deaf OR speaks_es) AND NOT gender = male</c>.
/// NOT binds closer than AND, AND closer than OR. Keywords, fields and codes are case-sensitive; genders and <c>na</c> are not.
/// </summary>
public abstract record CriteriaExpression
{
    /// <summary>The empty expression, which every child fits.</summary>
    public static readonly CriteriaExpression Everybody = new Empty();

    /// <summary>Maximum length of an expression in characters.</summary>
    public const int MaximumLength = 20_000;

    /// <returns>The expression; or an error that tells where the text is unreadable and what was expected there.</returns>
    public static Outcome<CriteriaExpression> Parse(string text) => new CriteriaParser(text).Parse();

    /// <summary>Whether a child meets the criteria.</summary>
    public abstract bool IsMetBy(ChildFacts child);

    /// <summary>The expression in canonical form; parsing it gives an equal expression.</summary>
    public sealed override string ToString() => Print(0);

    /// <param name="precedence">Precedence of the surrounding operator: 0 OR, 1 AND, 2 NOT. A weaker operator needs parentheses.</param>
    internal abstract string Print(int precedence);

    sealed record Empty : CriteriaExpression
    {
        public override bool IsMetBy(ChildFacts child) => true;

        internal override string Print(int precedence) => "";
    }

    internal sealed record Or(CriteriaExpression Left, CriteriaExpression Right) : CriteriaExpression
    {
        public override bool IsMetBy(ChildFacts child) => Left.IsMetBy(child) || Right.IsMetBy(child);

        internal override string Print(int precedence) =>
            Parenthesised(precedence > 0, $"{Left.Print(0)} OR {Right.Print(1)}");
    }

    internal sealed record And(CriteriaExpression Left, CriteriaExpression Right) : CriteriaExpression
    {
        public override bool IsMetBy(ChildFacts child) => Left.IsMetBy(child) && Right.IsMetBy(child);

        internal override string Print(int precedence) =>
            Parenthesised(precedence > 1, $"{Left.Print(1)} AND {Right.Print(2)}");
    }

    internal sealed record Not(CriteriaExpression Inner) : CriteriaExpression
    {
        public override bool IsMetBy(ChildFacts child) => !Inner.IsMetBy(child);

        internal override string Print(int precedence) => $"NOT {Inner.Print(2)}";
    }

    internal sealed record Condition(string Text, Predicate<ChildFacts> Holds) : CriteriaExpression
    {
        public override bool IsMetBy(ChildFacts child) => Holds(child);

        internal override string Print(int precedence) => Text;

        public bool Equals(Condition? other) => other is not null && Text == other.Text;

        public override int GetHashCode() => string.GetHashCode(Text, StringComparison.Ordinal);
    }

    static string Parenthesised(bool needed, string text) => needed ? $"({text})" : text;
}
