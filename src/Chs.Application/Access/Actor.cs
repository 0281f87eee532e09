using Chs.Domain;
using Chs.Domain.Accounts;

namespace Chs.Application.Access;

/// <summary>A logged-in person, as far as permissions need it.</summary>
/// <param name="Key">The user's integer key.</param>
/// <param name="Id">The user's uuid.</param>
/// <param name="IsResearcher">Whether studies may be made and shared ones be seen.</param>
/// <param name="Rights">What the person may do everywhere, without any role.</param>
/// <param name="Scope">What the key that was presented is for at most; null: whatever its owner may.</param>
/// <param name="LacksSecondFactor">The site demands a second factor of this person, and none was shown: the person is a parent here and nothing else, without rights and roles.</param>
public sealed record Actor(
    long Key,
    Guid Id,
    bool IsResearcher,
    SiteRights Rights,
    TokenScope? Scope = null,
    bool LacksSecondFactor = false
)
{
    internal static Actor Of(User user) => new(user.Id, user.Uuid, user.IsResearcher, user.Rights);
}
