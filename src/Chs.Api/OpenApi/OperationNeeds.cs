namespace Chs.Api.OpenApi;

/// <summary>Says what operations need, for programs and in words.</summary>
static class OperationNeeds
{
    const string Researcher = "researcher";
    const string Yourself = "yourself";

    /// <summary>The right of a word such as <c>study.writeDetails</c>; null for what isn't a right.</summary>
    public static (string On, string Right)? RightIn(string need) =>
        need.Split('.') is [var on, var right] ? (on, right) : null;

    /// <summary>The sentence of an operation as plain text; null when it needs no right.</summary>
    public static string? PlainSentenceOf(string operation) =>
        SentenceOf(OperationRules.Find(operation)?.Needs ?? [], [])?.Replace("`", "", StringComparison.Ordinal);

    /// <summary>A sentence such as "Needs: the right <c>writeDetails</c> on the study."</summary>
    /// <param name="needs">Groups of which each must be met.</param>
    /// <param name="more">What is needed beside them, in words.</param>
    /// <returns>Null when nothing is needed.</returns>
    public static string? SentenceOf(IReadOnlyList<IReadOnlyList<string>> needs, IReadOnlyList<string> more)
    {
        string[] parts = [.. needs.Select(InWords), .. more];
        return parts is [] ? null : $"Needs: {string.Join("; and ", parts)}.";
    }

    static string InWords(IReadOnlyList<string> group)
    {
        var parts = group
            .Where(need => RightIn(need) is not null)
            .GroupBy(need => RightIn(need)!.Value.On)
            .Select(InWords);
        var others = group.Where(need => RightIn(need) is null).Select(InWords);
        return string.Join(", or ", parts.Concat(others));
    }

    static string InWords(IGrouping<string, string> rights)
    {
        var names = string.Join(" or ", rights.Select(need => $"`{RightIn(need)!.Value.Right}`"));
        return $"the right {names} {PlaceOf(rights.Key)}";
    }

    static string InWords(string need) =>
        need switch
        {
            Researcher => "a researcher's account",
            Yourself => "that it is about yourself",
            _ => throw new InvalidOperationException($"operations.txt: '{need}' is unknown."),
        };

    static string PlaceOf(string on) =>
        on switch
        {
            "study" => "on the study",
            "lab" => "on the lab",
            "site" => "on the site",
            "everyStudy" => "on every study",
            _ => throw new InvalidOperationException($"operations.txt: '{on}' has no rights."),
        };
}
