using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>An account in the staff's list.</summary>
/// <param name="Id">The account.</param>
/// <param name="Email">The e-mail address, with which the person logs in.</param>
/// <param name="GivenName">The person's given name.</param>
/// <param name="FamilyName">The person's family name.</param>
/// <param name="Nickname">What the person wants to be called; empty: given and family name.</param>
/// <param name="IsResearcher">Whether the account can create studies.</param>
/// <param name="IsStaff">Whether the person belongs to the site's staff.</param>
/// <param name="IsActive">Whether the account can be used.</param>
/// <param name="IsSpam">Whether staff have marked the account as spam.</param>
/// <param name="IsEmailConfirmed">Whether the person has confirmed the address.</param>
/// <param name="HasSecondFactor">Whether log-ins need a code.</param>
/// <param name="CreatedAt">When the account was created.</param>
public sealed record AccountListItem(
    Guid Id,
    string Email,
    string GivenName,
    string FamilyName,
    string Nickname,
    bool IsResearcher,
    bool IsStaff,
    bool IsActive,
    bool IsSpam,
    bool IsEmailConfirmed,
    bool HasSecondFactor,
    DateTimeOffset CreatedAt
)
{
    internal static AccountListItem Of(User user, bool hasSecondFactor) =>
        new(
            user.Uuid,
            user.Email,
            user.GivenName,
            user.FamilyName,
            user.Nickname,
            user.IsResearcher,
            user.IsStaff || user.IsSuperuser,
            user.IsActive,
            user.IsSpam,
            user.EmailConfirmedAt is not null,
            hasSecondFactor,
            user.CreatedAt
        );
}
