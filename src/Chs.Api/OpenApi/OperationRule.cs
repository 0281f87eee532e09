namespace Chs.Api.OpenApi;

/// <summary>What an operation of v3 needs, and the codes with which its use case refuses.</summary>
/// <param name="Needs">
/// Groups of which each must be met, by any one of its members: rights such as <c>study.writeDetails</c>,
/// <c>researcher</c>, or <c>yourself</c>.
/// </param>
/// <param name="Codes">
/// Each with its status where docs/error-codes.md gives it several. Those that the form of the operation shows, such as
/// <c>csrf.failed</c>, aren't among them.
/// </param>
sealed record OperationRule(
    IReadOnlyList<IReadOnlyList<string>> Needs,
    IReadOnlyList<(string Code, int? Status)> Codes
);
