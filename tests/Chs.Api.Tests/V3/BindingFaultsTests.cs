using System.Text;
using System.Text.Json;
using Xunit;

namespace Chs.Api.Tests.V3;

/// <summary>What can't be read is told completely, by the names that clients know and in words for people.</summary>
[Collection("api")]
public class BindingFaultsTests(ApiHost host)
{
    static readonly string[] WordsOfTheProgram = ["System.", "Chs.", ".NET", "Byte", "field", "$."];

    [Fact]
    public async Task A_query_is_judged_as_a_whole()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        using var answer = await researcher.GetAsync("/api/v3/studies?state=nonsense&labId=x&limit=0");
        Assert.Equal(
            [("/labId", "not_an_id"), ("/limit", "out_of_range"), ("/state", "unknown_value")],
            (await ApiHost.FaultsAsync(answer)).Order()
        );
    }

    [Theory]
    [InlineData("/api/v3/children?limit=many", "/limit", "malformed")]
    [InlineData("/api/v3/builds/{id}/log?fromNumber=a", "/fromNumber", "malformed")]
    [InlineData("/api/v3/studies/{id}/rights?accountId=me", "/accountId", "not_an_id")]
    [InlineData("/api/v3/studies/{id}/researchers?areCandidates=some", "/areCandidates", "malformed")]
    [InlineData("/api/v3/studies/{id}/responses?consent=perhaps", "/consent", "unknown_value")]
    [InlineData("/api/v3/studies?state=Active", "/state", "unknown_value")]
    public async Task A_parameter_is_named_as_clients_write_it(string address, string pointer, string code)
    {
        using var researcher = await host.LoggedInAsync("researcher");
        using var answer = await researcher.GetAsync(address.Replace("{id}", $"{Guid.NewGuid()}"));
        Assert.Equal([(pointer, code)], await ApiHost.FaultsAsync(answer));
    }

    [Theory]
    [InlineData("""{"priority":"high","purpose":5}""", "/priority malformed", "/purpose malformed")]
    [InlineData("""{"priority":"high","name":""}""", "/name required", "/priority malformed")]
    [InlineData("""{"priority":"high","priority":1}""", "/priority duplicate", "/priority malformed")]
    [InlineData("""{"xyz":1,"a/b":2}""", "/a~1b unknown_member", "/xyz unknown_member")]
    [InlineData("""{"ages":{"from":{"years":"one"}}}""", "/ages/from/years malformed")]
    [InlineData(
        """{"mustHaveParticipated":["x"],"isBesideLive":null}""",
        "/isBesideLive required",
        "/mustHaveParticipated/0 not_an_id"
    )]
    [InlineData(
        """{"external":{"scheduling":"pigeon"},"isPublic":"yes"}""",
        "/external/scheduling unknown_value",
        "/isPublic malformed"
    )]
    [InlineData("""{"name":"x" "purpose":""}""", " malformed")]
    [InlineData("""{"name":"\ud800","purpose":5}""", "/name malformed", "/purpose malformed")]
    [InlineData("""{"\ud800":1}""", " malformed")]
    [InlineData("[]", " malformed")]
    [InlineData("null", " required")]
    [InlineData("", " required")]
    public async Task A_body_is_judged_as_a_whole(string body, params string[] faults)
    {
        using var researcher = await host.LoggedInAsync("researcher");
        using var answer = await researcher.SendAsync(
            HttpMethod.Patch,
            $"/api/v3/studies/{Guid.NewGuid()}",
            new StringContent(body, Encoding.UTF8, "application/json"),
            ("If-Match", "*")
        );
        var found = await ApiHost.FaultsAsync(answer);
        Assert.Equal(faults, found.Select(fault => $"{fault.Pointer} {fault.Code}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_member_inside_another_is_named_by_its_whole_path()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var study = new
        {
            name = "",
            labId = Guid.NewGuid(),
            priority = 0,
            experiment = "\0",
        };
        using var answer = await researcher.PostAsync("/api/v3/studies", new { labId = Guid.NewGuid(), study });
        Assert.Equal(
            ["/study/experiment", "/study/labId", "/study/name", "/study/priority"],
            (await ApiHost.FaultsAsync(answer)).Select(fault => fault.Pointer).Distinct().Order()
        );
    }

    [Theory]
    [InlineData("/api/v3/me/tokens", """{"label":5,"validDays":"x","shoeSize":1}""")]
    [InlineData("/api/v3/me/tokens", """{"label":"x","validDays":0}""")]
    [InlineData("/api/v3/me/tokens", """{"label":"\u0000"}""")]
    [InlineData("/api/v3/accounts", """{"email":[],"password":{}}""")]
    [InlineData("/api/v3/session", "[1")]
    [InlineData("/api/v3/studies", """{"labId":"x","type":"film","study":[]}""")]
    [InlineData("/api/v3/children", """{"givenName":"","birthday":"soon","gestationalAge":99}""")]
    public async Task Messages_are_for_people(string address, string body)
    {
        using var parent = await host.LoggedInAsync("parent");
        var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await parent.SendAsync(HttpMethod.Post, address, content);
        Assert.Equal((400, "request.invalid"), await ApiHost.ProblemAsync(answer));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.All(WordsOfTheProgram, word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        Assert.DoesNotContain("Valid Days", text);
    }

    [Fact]
    public async Task A_message_says_what_is_expected()
    {
        using var parent = await host.LoggedInAsync("parent");
        var study = new
        {
            labId = "x",
            type = "film",
            study = new { priority = "high" },
        };
        using var answer = await parent.PostAsync("/api/v3/studies", study);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        var messages = problem
            .GetProperty("errors")
            .EnumerateArray()
            .ToDictionary(
                fault => fault.GetProperty("pointer").GetString()!,
                fault => fault.GetProperty("message").GetString()
            );
        Assert.Equal("Must be one of: frameplayer, external, jsPsych.", messages["/type"]);
        Assert.Equal("Must be a whole number.", messages["/study/priority"]);
    }

    [Fact]
    public async Task A_body_with_thousands_of_faults_names_a_hundred()
    {
        using var parent = await host.LoggedInAsync("parent");
        var members = Enumerable.Range(0, 5000).ToDictionary(i => $"unknown{i}", i => i);
        using var answer = await parent.PostAsync("/api/v3/children", members);
        Assert.Equal(100, (await ApiHost.FaultsAsync(answer)).Count);
    }

    [Fact]
    public async Task A_large_body_with_faults_gets_a_problem()
    {
        using var parent = await host.LoggedInAsync("parent");
        var child = new { givenName = 5, additionalInformation = new string('x', 3_000_000) };
        using var answer = await parent.PostAsync("/api/v3/children", child);
        Assert.Equal([("", "malformed")], await ApiHost.FaultsAsync(answer));
    }

    [Fact]
    public async Task Whoever_is_not_logged_in_is_told_that_and_no_faults()
    {
        using var nobody = host.Nobody();
        await nobody.GetAsync("/api/v3/studies?limit=0&state=x").IsProblemAsync(401, "access.unauthenticated");
    }
}
