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

    /// <summary>Whether a child meets the criteria, and each part of them.</summary>
    public abstract CriteriaStep Explain(ChildFacts child);

    /// <summary>The expression in canonical form; parsing it gives an equal expression.</summary>
    public sealed override string ToString() => Print(0);

    /// <param name="precedence">Precedence of the surrounding operator: 0 OR, 1 AND, 2 NOT. A weaker operator needs parentheses.</param>
    internal abstract string Print(int precedence);

    sealed record Empty : CriteriaExpression
    {
        public override bool IsMetBy(ChildFacts child) => true;

        public override CriteriaStep Explain(ChildFacts child) => new(CriteriaStepKind.All, true, null, null, []);

        internal override string Print(int precedence) => "";
    }

    internal sealed record Or(CriteriaExpression Left, CriteriaExpression Right) : CriteriaExpression
    {
        public override bool IsMetBy(ChildFacts child) => Left.IsMetBy(child) || Right.IsMetBy(child);

        public override CriteriaStep Explain(ChildFacts child) =>
            Step(CriteriaStepKind.Any, IsMetBy(child), Parts(this, []).Select(part => part.Explain(child)));

        static List<CriteriaExpression> Parts(CriteriaExpression part, List<CriteriaExpression> found)
        {
            if (part is Or chain)
                return Parts(chain.Right, Parts(chain.Left, found));
            found.Add(part);
            return found;
        }

        internal override string Print(int precedence) =>
            Parenthesised(precedence > 0, $"{Left.Print(0)} OR {Right.Print(1)}");
    }

    internal sealed record And(CriteriaExpression Left, CriteriaExpression Right) : CriteriaExpression
    {
        public override bool IsMetBy(ChildFacts child) => Left.IsMetBy(child) && Right.IsMetBy(child);

        public override CriteriaStep Explain(ChildFacts child) =>
            Step(CriteriaStepKind.All, IsMetBy(child), Parts(this, []).Select(part => part.Explain(child)));

        static List<CriteriaExpression> Parts(CriteriaExpression part, List<CriteriaExpression> found)
        {
            if (part is And chain)
                return Parts(chain.Right, Parts(chain.Left, found));
            found.Add(part);
            return found;
        }

        internal override string Print(int precedence) =>
            Parenthesised(precedence > 1, $"{Left.Print(1)} AND {Right.Print(2)}");
    }

    internal sealed record Not(CriteriaExpression Inner) : CriteriaExpression
    {
        public override bool IsMetBy(ChildFacts child) => !Inner.IsMetBy(child);

        public override CriteriaStep Explain(ChildFacts child) =>
            Step(CriteriaStepKind.Not, IsMetBy(child), [Inner.Explain(child)]);

        internal override string Print(int precedence) => $"NOT {Inner.Print(2)}";
    }

    /// <param name="Fact">What the test looks at, in words; null where <paramref name="Holds"/> says all.</param>
    internal sealed record Condition(CriteriaTest Test, Func<ChildFacts, string?> Fact, Predicate<ChildFacts> Holds)
        : CriteriaExpression
    {
        public override bool IsMetBy(ChildFacts child) => Holds(child);

        public override CriteriaStep Explain(ChildFacts child) =>
            new(CriteriaStepKind.Test, Holds(child), Test, Fact(child), []);

        internal override string Print(int precedence) => Test.ToString();

        public bool Equals(Condition? other) => other is not null && Test == other.Test;

        public override int GetHashCode() => Test.GetHashCode();
    }

    static CriteriaStep Step(CriteriaStepKind kind, bool isMet, IEnumerable<CriteriaStep> parts) =>
        new(kind, isMet, null, null, [.. parts]);

    static string Parenthesised(bool needed, string text) => needed ? $"({text})" : text;
}
