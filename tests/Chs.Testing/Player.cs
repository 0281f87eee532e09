using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Chs.Testing;

/// <summary>Enters plays as a browser does, by following what the site and the play origin answer.</summary>
public static class Player
{
    /// <summary>Who issues the certificates of tests' own servers.</summary>
    public const string CertificateIssuer = "CN=CHS tests";

    /// <summary>
    /// A handler that finds the names below <c>localhost</c> on this machine, as browsers do, and those below
    /// <c>example</c>, as the tests' browsers do.
    /// </summary>
    public static SocketsHttpHandler NewHandler() =>
        new()
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            ConnectCallback = async (context, cancellationToken) =>
            {
                EndPoint end = IsHere(context.DnsEndPoint.Host)
                    ? new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port)
                    : context.DnsEndPoint;
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(end, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions =
            {
                RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                    errors is SslPolicyErrors.None || certificate?.Issuer == CertificateIssuer,
            },
        };

    static bool IsHere(string host) =>
        host.EndsWith("localhost", StringComparison.Ordinal) || host.EndsWith(".example", StringComparison.Ordinal);

    /// <summary>Begins a play at one of the site's addresses, and enters it.</summary>
    /// <param name="site">Who plays, logged in.</param>
    /// <param name="path">Such as <c>/studies/{study}/{child}/</c>.</param>
    /// <returns>A client at the play origin that holds the key, and the path of the study's page.</returns>
    public static async Task<(ApiClient Play, string Page)> EnterAsync(ApiClient site, string path)
    {
        var begin = await LocationAsync(await site.GetAsync(path));
        var play = site.At(new Uri(begin.GetLeftPart(UriPartial.Authority)));
        var back = await LocationAsync(await play.GetAsync(begin.PathAndQuery));
        var enter = await LocationAsync(await site.GetAsync(back.PathAndQuery));
        var page = await EnterWithAsync(play, enter.Fragment[1..]);
        return (play, page);
    }

    /// <summary>Plays the demo's or another study that a family may start.</summary>
    public static async Task<ApiClient> PlayAsync(this ApiClient site, Guid study, Guid child, bool isPreview = false)
    {
        var path = isPreview ? $"/exp/studies/{study}/{child}/preview/" : $"/studies/{study}/{child}/";
        var (play, _) = await EnterAsync(site, path);
        return play;
    }

    /// <summary>Opens what a front end got for its key: an address at the play origin with a start code.</summary>
    /// <returns>A client at the play origin that holds the key to the play, and the path of the study's page.</returns>
    public static async Task<(ApiClient Play, string Page)> OpenAsync(ApiClient anybody, Uri open)
    {
        var play = anybody.At(new Uri(open.GetLeftPart(UriPartial.Authority)));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["code"] = open.Fragment[1..] });
        using var asked = await play.SendAsync(HttpMethod.Post, open.AbsolutePath, form);
        var ticket = Regex.Match(await asked.Content.ReadAsStringAsync(), "name=\"ticket\" value=\"([^\"]+)\"");
        return (play, await EnterWithAsync(play, ticket.Groups[1].Value));
    }

    /// <summary>Presents a ticket.</summary>
    /// <returns>The path of the study's page.</returns>
    public static async Task<string> EnterWithAsync(ApiClient play, string ticket)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["ticket"] = ticket });
        using var answer = await play.SendAsync(HttpMethod.Post, "/play/enter", form);
        if (answer.StatusCode is not HttpStatusCode.SeeOther)
            throw new HttpRequestException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return answer.Headers.Location!.OriginalString;
    }

    static async Task<Uri> LocationAsync(HttpResponseMessage answer)
    {
        using (answer)
            return answer.Headers.Location
                ?? throw new HttpRequestException(
                    $"{(int)answer.StatusCode} without a redirect: {await answer.Content.ReadAsStringAsync()}"
                );
    }
}
