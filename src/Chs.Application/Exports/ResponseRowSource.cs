using Chs.Domain.Accounts;
using Chs.Domain.Responses;

namespace Chs.Application.Exports;

/// <summary>Everything from which one row of a download is made.</summary>
/// <param name="Ruling">Null when the consent hasn't been judged.</param>
sealed record ResponseRowSource(
    ExportedResponse Response,
    NestedSource Nested,
    Child Child,
    ExportedParent Parent,
    NewestRuling? Ruling
);

/// <summary>What a download tells of a response beside its lists and objects.</summary>
sealed record ExportedResponse
{
    public required long Id { get; init; }
    public required Guid Uuid { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required bool Completed { get; init; }
    public required bool IsPreview { get; init; }
    public required string? ExitAnswers { get; init; }
    public required PaymentStatus Payment { get; init; }
    public required SessionStatus SessionStatus { get; init; }
    public required bool IsStarred { get; init; }
}

/// <summary>What a download tells of a parent.</summary>
sealed record ExportedParent(Guid Id, string Nickname);

/// <summary>The newest consent ruling of a response.</summary>
/// <param name="Arbiter">Who judged; null when the account has been deleted.</param>
sealed record NewestRuling(ConsentRuling Ruling, User? Arbiter);
