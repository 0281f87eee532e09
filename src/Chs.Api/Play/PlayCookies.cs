using Chs.Api.Access;
using Chs.Domain.Plays;

namespace Chs.Api.Play;

/// <summary>The cookies of a play origin that scripts can't read.</summary>
static class PlayCookies
{
    /// <summary>Holds the key to one play.</summary>
    static readonly HostCookie Key = new("chs-play");

    /// <summary>Holds the secret to which a ticket is bound, from before it is issued until it is used.</summary>
    static readonly HostCookie Browser = new("chs-begin");

    /// <summary>Longer than any play lasts without a save: when it ends is for the server to say.</summary>
    static readonly TimeSpan KeyKeptFor = TimeSpan.FromDays(60);

    /// <summary>As long as the ticket that lasts longest.</summary>
    static readonly TimeSpan BrowserKeptFor = PlayTicket.OfferValidFor;

    extension(HttpContext http)
    {
        /// <returns>Null when this browser has none.</returns>
        public string? PlayKey() => http.Read(Key);

        public void SetPlayKey(string key) => Key.Set(http, http.PlayOrigin(), key, http.After(KeyKeptFor));

        public void DeletePlayKey() => Key.Delete(http, http.PlayOrigin());

        /// <returns>Null when this browser has begun nothing here, or has no cookies.</returns>
        public string? BrowserSecret() => http.Read(Browser);

        public void SetBrowserSecret(string secret) =>
            Browser.Set(http, http.PlayOrigin(), secret, http.After(BrowserKeptFor));

        public void DeleteBrowserSecret() => Browser.Delete(http, http.PlayOrigin());

        string? Read(HostCookie cookie) =>
            cookie.Read(http, http.PlayOrigin()) is { Length: > 0 and < 200 } value ? value : null;

        DateTimeOffset After(TimeSpan time) =>
            http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() + time;

        Uri PlayOrigin() => http.RequestServices.GetRequiredService<PlayOrigin>().OriginOf(http.Request);
    }
}
