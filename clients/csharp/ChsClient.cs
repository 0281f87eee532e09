using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using Chs.Client.Models;
using Microsoft.Kiota.Http.HttpClientLibrary;
using Microsoft.Kiota.Serialization.Json;

namespace Chs.Client;

/// <summary>Everything that CHS offers to programs, by the addresses of its contract.</summary>
public partial class ChsClient
{
    /// <summary>Connects to a site. Failures are thrown as <see cref="Problem"/>.</summary>
    /// <param name="site">Where the site is, such as <c>https://chs.example</c>.</param>
    /// <param name="key">A key of <c>createSessionKey</c> or <c>createToken</c>; null: nobody is logged in.</param>
    /// <param name="handler">
    /// Sends the requests, such as through a proxy; null: the platform's default. It comes last, after what Kiota needs
    /// to read versions and to repeat requests.
    /// </param>
    public static ChsClient Connect(Uri site, string? key = null, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(site);
        // Of the adapter's own making, the client would be without the handler; of the caller's, without Kiota's.
        var http = KiotaClientFactory.Create(
            new ReadableAnswers(handler ?? KiotaClientFactory.GetDefaultHttpMessageHandler())
        );
        var adapter = new HttpClientRequestAdapter(new KeyAuthentication(key), httpClient: http)
        {
            BaseUrl = site.ToString().TrimEnd('/'),
        };
        return new ChsClient(adapter);
    }

    /// <summary>Follows a build while it runs.</summary>
    /// <param name="build">Id of the build.</param>
    /// <returns>Its events, from the first one to the build's end.</returns>
    /// <exception cref="IOException">The connection was closed before the build ended.</exception>
    public async IAsyncEnumerable<BuildEvent> FollowBuildAsync(
        Guid build,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var stream = await Api.V3.Builds[build].Events.GetAsync(cancellationToken: cancellationToken);
        await using (stream ?? Stream.Null)
        {
            await foreach (var item in SseParser.Create(stream ?? Stream.Null).EnumerateAsync(cancellationToken))
            {
                if (item.EventType == "end")
                    yield break;
                yield return await ReadAsync(item.Data, cancellationToken);
            }
        }

        throw new IOException("The stream ended before the build did.");
    }

    static async Task<BuildEvent> ReadAsync(string json, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        var node = await new JsonParseNodeFactory().GetRootParseNodeAsync(
            "application/json",
            stream,
            cancellationToken
        );
        return node.GetObjectValue(BuildEvent.CreateFromDiscriminatorValue)
            ?? throw new FormatException("An event of the build is empty.");
    }
}
