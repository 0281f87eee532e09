using System.Net;
using System.Text.Json;
using Xunit;

namespace Chs.Api.Tests.V3.Responses;

/// <summary>The filters of a study's responses, over HTTP: in the list, the numbers and the download.</summary>
[Collection("api")]
public class ResponseFiltersTests(ApiHost host)
{
    static readonly string[] Addresses = ["responses", "responses/numbers", "exports/responses.csv"];

    [Fact]
    public async Task Strangers_are_told_nothing_whatever_they_ask_for()
    {
        var story = new StudyStory(host);
        await story.InitializeAsync();
        using var researcher = story.Researcher;
        using var stranger = await host.LoggedInAsync("researcher");
        using var nobody = host.Nobody();
        foreach (var address in Addresses)
        {
            var path = $"/api/v3/studies/{story.Study}/{address}?hashedChildId=dYdURR";
            using var unseen = await stranger.GetAsync(path);
            Assert.Equal((404, "study.not_found"), await ApiHost.ProblemAsync(unseen));
            using var unknown = await nobody.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        }
    }

    [Fact]
    public async Task List_download_and_numbers_say_the_same()
    {
        var story = new StudyStory(host);
        await story.InitializeAsync();
        using var researcher = story.Researcher;
        var study = $"/api/v3/studies/{story.Study}";
        var pending = await researcher.GetJsonAsync($"{study}/responses/numbers");
        Assert.Equal((0, 1), CountsOf(pending.GetProperty("real")));
        Assert.Equal(1, pending.GetProperty("participations").GetInt32());
        Assert.Equal((0, 0), CountsOf(pending.GetProperty("previews")));
        await researcher.PostJsonAsync(
            $"{study}/responses/{story.Response}/consent-rulings",
            new { ruling = "accepted" }
        );

        var listed = await researcher.GetJsonAsync($"{study}/responses");
        var item = listed.GetProperty("items")[0];
        Assert.True(item.GetProperty("isParticipation").GetBoolean());
        var child = item.GetProperty("hashedChildId").GetString();
        var parent = item.GetProperty("hashedParticipantId").GetString();
        (string Filter, int Expected)[] filters =
        [
            ("", 1),
            ("isPreview=false&isCompleted=true", 1),
            ("isPreview=true", 0),
            ("isCompleted=false", 0),
            ($"hashedChildId={child}&hashedParticipantId={parent}", 1),
            ($"hashedChildId={parent}", 0),
        ];
        foreach (var (filter, expected) in filters)
        {
            var page = await researcher.GetJsonAsync($"{study}/responses?withTotal=true&{filter}");
            var numbers = await researcher.GetJsonAsync($"{study}/responses/numbers?{filter}");
            using var download = await researcher.GetAsync($"{study}/exports/responses.csv?{filter}");
            var csv = await download.Content.ReadAsStringAsync();
            Assert.Equal(
                (filter, expected, expected, expected),
                (filter, page.GetProperty("total").GetInt32(), ReadableIn(numbers), csv.Split("\r\n").Length - 2)
            );
        }
    }

    [Fact]
    public async Task What_is_no_filter_is_refused_by_name()
    {
        var story = new StudyStory(host);
        await story.InitializeAsync();
        using var researcher = story.Researcher;
        foreach (var address in Addresses)
        {
            var path = $"/api/v3/studies/{story.Study}/{address}";
            using var unreadable = await researcher.GetAsync($"{path}?isPreview=maybe");
            Assert.Equal([("/isPreview", "malformed")], await ApiHost.FaultsAsync(unreadable));
            using var unknown = await researcher.GetAsync($"{path}?child=dYdURR&ispreview=true");
            Assert.Equal(
                [("/child", "unknown_parameter"), ("/ispreview", "unknown_parameter")],
                await ApiHost.FaultsAsync(unknown)
            );
        }
    }

    static (int Readable, int Pending) CountsOf(JsonElement counts) =>
        (counts.GetProperty("readable").GetInt32(), counts.GetProperty("pendingConsents").GetInt32());

    static int ReadableIn(JsonElement numbers)
    {
        string[] kinds = ["real", "previews"];
        return kinds
            .Select(kind => numbers.GetProperty(kind))
            .Where(counts => counts.ValueKind is not JsonValueKind.Null)
            .Sum(counts => counts.GetProperty("readable").GetInt32());
    }
}
