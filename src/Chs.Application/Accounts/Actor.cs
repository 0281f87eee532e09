using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>A logged-in person, as far as permissions need it.</summary>
/// <param name="Key">The user's integer key.</param>
/// <param name="Id">The user's uuid.</param>
/// <param name="Rights">What the person may do everywhere, without any role.</param>
public sealed record Actor(long Key, Guid Id, bool IsResearcher, SiteRights Rights)
{
    internal static Actor Of(User user) => new(user.Id, user.Uuid, user.IsResearcher, user.Rights);
}
