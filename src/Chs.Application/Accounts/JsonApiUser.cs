using Chs.Application.Access;
using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>A user as v1 and v2 show one.</summary>
/// <param name="ShowsEmail">Whether the actor has the right to see e-mail addresses.</param>
/// <param name="Identicon">The user's picture as a data URL.</param>
public sealed record JsonApiUser(User User, bool ShowsEmail, string Identicon)
{
    internal static JsonApiUser Of(User user, Actor actor) =>
        new(
            user,
            actor.Rights.Has(SiteRight.ReadUsernames),
            user.Identicon is { Length: > 0 } chosen ? chosen : Accounts.Identicon.Of(user.Uuid)
        );
}
