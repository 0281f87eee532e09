using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Play;

/// <summary>What a player sends while its page is being left. Browsers then drop the request, which was sent, unanswered.</summary>
[Collection("api")]
public class LeftPageTests(ApiHost host)
{
    /// <summary>Long enough for a request to arrive, and for the server to see that the browser has gone.</summary>
    static readonly TimeSpan ABit = TimeSpan.FromMilliseconds(700);

    [Fact]
    public async Task What_was_saved_counts_although_nobody_waits_for_the_answer()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var response = await parent.StartAsync(study, child);
        await using (var database = host.Database())
        await using (var lockOfWriter = await database.Database.BeginTransactionAsync())
        {
            await parent.Play.SendAndLeaveAsync(HttpMethod.Patch, PathOf(response), Completed(response), ABit);
            await Task.Delay(ABit);
            await lockOfWriter.RollbackAsync();
        }

        await Eventually.HoldsAsync("the save counts", async () => IsCompleted(await ReadAsync(parent, response)));
    }

    static string PathOf(Guid response) => $"/api/v2/responses/{response}/";

    static StringContent Completed(Guid response) =>
        new($$"""{"data":{"id":"{{response}}","type":"responses","attributes":{"completed":true} } }""")
        {
            Headers = { ContentType = new("application/vnd.api+json") },
        };

    static Task<JsonElement> ReadAsync(ApiClient parent, Guid response) => parent.Play.GetJsonAsync(PathOf(response));

    static bool IsCompleted(JsonElement response) =>
        response.GetProperty("data").GetProperty("attributes").GetProperty("completed").GetBoolean();
}
