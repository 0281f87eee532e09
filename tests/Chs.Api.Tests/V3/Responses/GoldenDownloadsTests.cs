using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3.Responses;

/// <summary>Researchers' scripts read what the reference wrote: the plain files are the same to the byte.</summary>
public class GoldenDownloadsTests
{
    /// <summary>Our downloads by the names of the reference's.</summary>
    static readonly Dictionary<string, string> Downloads = new() { ["study-responses-download-csv"] = "responses.csv" };

    [Theory, OnEachWithGolden]
    public async Task Imported_data_give_the_recorded_files(DatabaseProvider on)
    {
        var data = Directory.CreateTempSubdirectory("chs-golden-").FullName;
        var target = on is DatabaseProvider.Postgres ? await TestDatabases.MakeEmptyPostgresAsync() : null;
        (string, string)[] settings = [("Chs__Demo", "false")];
        var import = $"import-lookit --from \"{await LookitDatabase.RecordedAsync()}\"";
        var (code, output) = await ServerProcess.CommandAsync(data, target, import, settings);
        Assert.True(code == 0, output);
        await using var server = await ServerProcess.StartAsync(data, target, null, settings);
        using var client = new HttpClient { BaseAddress = server.Address };

        var ids = JsonDocument.Parse(await File.ReadAllTextAsync(PathOf("ids.json"))).RootElement;
        var compared = 0;
        foreach (var recorded in Recorded())
        {
            using var request = RequestOf(recorded, ids);
            using var answer = await client.SendAsync(request);
            Assert.Equal(recorded.GetProperty("status").GetInt32(), (int)answer.StatusCode);
            Assert.Equal(recorded.GetProperty("body").GetString(), await answer.Content.ReadAsStringAsync());
            compared++;
        }

        Assert.NotEqual(0, compared);
        if (target is null)
            Directory.Delete(data, recursive: true);
    }

    static IEnumerable<JsonElement> Recorded()
    {
        using var stream = new GZipStream(File.OpenRead(PathOf("downloads.json.gz")), CompressionMode.Decompress);
        return JsonDocument
            .Parse(stream)
            .RootElement.EnumerateArray()
            .Where(recorded => Downloads.ContainsKey(recorded.GetProperty("name").GetString()!));
    }

    static HttpRequestMessage RequestOf(JsonElement recorded, JsonElement ids)
    {
        var study = ids.GetProperty("studies")[recorded.GetProperty("study").GetInt32()].GetString();
        var file = Downloads[recorded.GetProperty("name").GetString()!];
        var columns = recorded.GetProperty("options").EnumerateArray().Select(id => $"columns={id.GetString()}");
        var address = $"/api/v3/studies/{study}/exports/{file}?{string.Join('&', columns)}";
        var account = ids.GetProperty("users").GetProperty($"{recorded.GetProperty("who").GetString()}@example.org");
        return new HttpRequestMessage(HttpMethod.Get, address)
        {
            Headers =
            {
                Authorization = new AuthenticationHeaderValue("Bearer", account.GetProperty("token").GetString()),
            },
        };
    }

    static string PathOf(string recording) => Path.Combine(Repository.Reference!, recording);
}
