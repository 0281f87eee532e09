namespace Chs.Api.V3;

/// <summary>A code that problems of v3 have.</summary>
/// <param name="Code">Such as <c>study.not_found</c>.</param>
/// <param name="Statuses">The HTTP statuses with which it is answered; empty: whichever fits.</param>
/// <param name="Advice">What it means and what to do then, in Markdown without links.</param>
sealed record ProblemCode(string Code, IReadOnlyList<int> Statuses, string Advice)
{
    /// <summary>Where the text of a code is served, which is the <c>type</c> of its problems.</summary>
    public const string Address = "/errors/";

    /// <summary>The advice as a sentence.</summary>
    public string Sentence => $"{char.ToUpperInvariant(Advice[0])}{Advice[1..]}.";

    /// <summary>The path of the text about a code.</summary>
    public static string AddressOf(string code) => Address + code;
}
