using Chs.Domain.Accounts;
using Chs.Domain.Responses;

namespace Chs.Application.Exports;

/// <summary>Everything from which one row of a download is made.</summary>
/// <param name="Labels">Labels of the response's entries, in order.</param>
/// <param name="Ruling">Null when the consent hasn't been judged, or rulings weren't loaded.</param>
sealed record ResponseRowSource(
    Response Response,
    Child Child,
    ExportedParent Parent,
    IReadOnlyList<string?> Labels,
    NewestRuling? Ruling
);

/// <summary>What a download tells of a parent.</summary>
sealed record ExportedParent(Guid Id, string Nickname);

/// <summary>The newest consent ruling of a response.</summary>
/// <param name="Arbiter">Who judged; null when the account has been deleted.</param>
sealed record NewestRuling(ConsentRuling Ruling, User? Arbiter);
