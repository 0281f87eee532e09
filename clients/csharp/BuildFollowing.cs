using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using Chs.Client.Models;
using Microsoft.Kiota.Abstractions.Serialization;
using Microsoft.Kiota.Serialization.Json;

namespace Chs.Client;

public partial class ChsClient
{
    /// <summary>Follows a build while it runs.</summary>
    /// <param name="build">Id of the build.</param>
    /// <returns>Its events, from the first one to the build's end.</returns>
    public async IAsyncEnumerable<BuildEvent> FollowBuildAsync(
        Guid build,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var stream = await Api.V3.Builds[build].Events.GetAsync(cancellationToken: cancellationToken);
        if (stream is null)
            yield break;
        await using (stream)
        {
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
            {
                if (item.EventType == "end")
                    yield break;
                yield return await ReadAsync(item.Data, cancellationToken);
            }
        }
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
