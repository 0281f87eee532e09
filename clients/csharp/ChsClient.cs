using Microsoft.Kiota.Http.HttpClientLibrary;

namespace Chs.Client;

/// <summary>Everything that CHS offers to programs, by the addresses of its contract.</summary>
public partial class ChsClient
{
    /// <summary>Connects to a site. Failures are thrown as <see cref="Models.Problem"/>.</summary>
    /// <param name="site">Where the site is, such as <c>https://chs.example</c>.</param>
    /// <param name="key">A key of <c>createSessionKey</c> or <c>createToken</c>; null: nobody is logged in.</param>
    /// <param name="http">Sends the requests; null: a client of its own.</param>
    public static ChsClient Connect(Uri site, string? key = null, HttpClient? http = null)
    {
        ArgumentNullException.ThrowIfNull(site);
        var adapter = new HttpClientRequestAdapter(new KeyAuthentication(key), httpClient: http)
        {
            BaseUrl = site.ToString().TrimEnd('/'),
        };
        return new ChsClient(adapter);
    }
}
