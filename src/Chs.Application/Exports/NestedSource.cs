namespace Chs.Application.Exports;

/// <summary>The lists and objects of a response.</summary>
/// <param name="Sequence">JSON text; null: it follows from the labels.</param>
/// <param name="Conditions">JSON text.</param>
/// <param name="Labels">Of the response's entries, in order.</param>
sealed record NestedSource(
    IReadOnlyList<string> Eligibility,
    string? Sequence,
    string Conditions,
    IReadOnlyList<string?> Labels
);
