using Chs.Domain.Accounts;
using Chs.Domain.Studies;

namespace Chs.Application.Accounts;

/// <summary>An account as its owner sees it.</summary>
public sealed record AccountView
{
    public required Guid Id { get; init; }

    /// <example>parent@demo.chs</example>
    public required string Email { get; init; }

    /// <example>Ada</example>
    public required string GivenName { get; init; }

    /// <example>Demo</example>
    public required string FamilyName { get; init; }

    /// <example>Ada</example>
    public required string Nickname { get; init; }

    /// <summary>Whether the account can create studies.</summary>
    public required bool IsResearcher { get; init; }

    /// <summary>Whether the person reviews labs and studies of the whole site.</summary>
    public required bool IsStaff { get; init; }

    /// <summary>
    /// Whether the person has confirmed the address. Researchers must, before they create a lab, ask to join one, or
    /// submit a study.
    /// </summary>
    public required bool IsEmailConfirmed { get; init; }

    /// <summary>Whether log-ins need a code.</summary>
    public required bool HasSecondFactor { get; init; }

    /// <summary>
    /// Texts of the site to which the person hasn't agreed yet, or only to earlier versions: show them in one of their
    /// languages, then <c>acceptTexts</c>. Accounts that were imported, or made by another log-in, begin with all of them.
    /// </summary>
    public required IReadOnlyList<TextToAccept> TextsToAccept { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    internal static AccountView Of(User user, bool hasSecondFactor, IReadOnlyList<TextToAccept> textsToAccept) =>
        new()
        {
            Id = user.Uuid,
            Email = user.Email,
            GivenName = user.GivenName,
            FamilyName = user.FamilyName,
            Nickname = user.Nickname,
            IsResearcher = user.IsResearcher,
            IsStaff = user.Rights.Has(StudyRight.Review),
            IsEmailConfirmed = user.EmailConfirmedAt is not null,
            HasSecondFactor = hasSecondFactor,
            TextsToAccept = textsToAccept,
            CreatedAt = user.CreatedAt,
        };
}
