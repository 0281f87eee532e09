using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Chs.Testing;
using Xunit;
using Xunit.Sdk;

namespace Chs.Api.Tests.OpenApi;

/// <summary>What the contracts say of refusals, rights and log-ins.</summary>
[Collection("api")]
public class PublishedProblemsTests(ApiHost host)
{
    static readonly JsonElement V3 = Read("v3");

    static readonly string[] StudyRights =
    [
        "readDetails",
        "writeDetails",
        "changeStatus",
        "manageResearchers",
        "readResponses",
        "readPreviews",
        "codeConsent",
        "codePreviewConsent",
        "contactFamilies",
        "editFeedback",
        "changeLab",
        "deletePreviews",
        "review",
    ];

    static JsonElement Read(string name) =>
        JsonDocument.Parse(File.ReadAllText(Repository.File($"openapi/{name}.json"))).RootElement;

    static IEnumerable<JsonElement> Operations =>
        V3.GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject())
            .Select(verb => verb.Value);

    static JsonElement Operation(string id) =>
        Operations.Single(operation => operation.GetProperty("operationId").GetString() == id);

    static string[] TextsIn(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];

    static string[] CodesOf(string operation, string status) =>
        TextsIn(Operation(operation).GetProperty("responses").GetProperty(status).GetProperty("x-codes"));

    [Theory]
    [InlineData("study.not_found", 404)]
    [InlineData("access.unauthenticated", 403)]
    public async Task A_code_that_is_not_listed_for_its_status_fails_the_test_that_gets_it(string code, int status)
    {
        using var answer = new HttpResponseMessage((HttpStatusCode)status);
        answer.RequestMessage = new HttpRequestMessage(HttpMethod.Get, "http://chs.example/api/v3/me");
        answer.Content = new StringContent($$"""{"code":"{{code}}"}""", Encoding.UTF8, "application/problem+json");
        await Assert.ThrowsAsync<XunitException>(() => ApiClient.InspectAsync(answer));
    }

    [Fact]
    public void An_example_has_a_code_of_its_response_and_the_type_that_belongs_to_it()
    {
        foreach (var response in Operations.SelectMany(o => o.GetProperty("responses").EnumerateObject()))
        {
            if (int.Parse(response.Name) < 400)
                continue;
            var media = response.Value.GetProperty("content").GetProperty("application/problem+json");
            var example = media.GetProperty("example");
            var code = example.GetProperty("code").GetString()!;
            Assert.Contains(code, TextsIn(response.Value.GetProperty("x-codes")));
            Assert.Equal($"/errors/{code}", example.GetProperty("type").GetString());
        }
    }

    [Theory]
    [InlineData("getChild", "child.not_found")]
    [InlineData("getStudy", "study.not_found")]
    [InlineData("updateStudy", "study.not_found")]
    [InlineData("getBuild", "build.not_found")]
    [InlineData("revokeToken", "token.not_found")]
    public void The_example_of_404_is_about_the_address(string operation, string code)
    {
        var response = Operation(operation).GetProperty("responses").GetProperty("404");
        var media = response.GetProperty("content").GetProperty("application/problem+json");
        Assert.Equal(code, media.GetProperty("example").GetProperty("code").GetString());
    }

    [Fact]
    public void What_takes_no_If_Match_says_what_412_means_there()
    {
        foreach (var operation in Operations)
        {
            var hasHeader =
                operation.TryGetProperty("parameters", out var parameters)
                && parameters.EnumerateArray().Any(p => p.GetProperty("name").GetString() == "If-Match");
            if (hasHeader || !operation.GetProperty("responses").TryGetProperty("412", out var stale))
                continue;
            Assert.Contains("send the request again", stale.GetProperty("description").GetString());
        }
    }

    /// <summary>What only makes something new, or reads, can't be overtaken.</summary>
    [Theory]
    [InlineData("createChild")]
    [InlineData("createInstitution")]
    [InlineData("createContentPage")]
    [InlineData("cloneStudy")]
    [InlineData("getStudy")]
    public void What_cannot_be_overtaken_lists_no_412(string operation) =>
        Assert.False(Operation(operation).GetProperty("responses").TryGetProperty("412", out _));

    [Theory]
    [InlineData("signUp", "accounts")]
    [InlineData("logIn", "session")]
    public async Task What_needs_no_log_in_lists_the_forgery_protection_that_a_log_in_brings(
        string operation,
        string path
    )
    {
        var browser = await host.LoggedInAsync("parent");
        using var answer = await browser.PostAsync($"/api/v3/{path}", new { }, ("X-CSRFToken", ""));
        var code = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("code");
        Assert.Equal(403, (int)answer.StatusCode);
        Assert.Contains(code.GetString(), CodesOf(operation, "403"));
    }

    [Fact]
    public void A_log_in_that_waits_for_a_code_has_a_scheme_of_its_own()
    {
        var requirement = Operation("confirmLogIn").GetProperty("security").EnumerateArray().Single();
        var scheme = requirement.EnumerateObject().Single().Name;
        var described = V3.GetProperty("components").GetProperty("securitySchemes").GetProperty(scheme);
        Assert.Equal("pendingSession", scheme);
        Assert.Equal("__Host-sessionid", described.GetProperty("name").GetString());
    }

    [Fact]
    public void Rights_are_enums()
    {
        var schemas = V3.GetProperty("components").GetProperty("schemas");
        Assert.Equal(StudyRights, TextsIn(schemas.GetProperty("StudyRight").GetProperty("enum")));
        string[] lists =
        [
            "Lab.youMay:LabRight",
            "AccountRightsUpdate.onStudies:StudyRight",
            "AccountRightsUpdate.site:SiteRight",
        ];
        foreach (var list in lists)
        {
            var parts = list.Split('.', ':');
            var member = schemas.GetProperty(parts[0]).GetProperty("properties").GetProperty(parts[1]);
            Assert.EndsWith($"/{parts[2]}", member.GetProperty("items").GetProperty("$ref").GetString());
        }

        var right = schemas.GetProperty("EffectiveRight").GetProperty("properties").GetProperty("right");
        Assert.EndsWith("/StudyRight", right.GetProperty("allOf")[0].GetProperty("$ref").GetString());
    }

    [Fact]
    public void What_is_needed_is_said_to_programs_and_to_people()
    {
        var update = Operation("updateStudy");
        Assert.Equal(
            """[{"anyOf":["study.writeDetails"]}]""",
            JsonSerializer.Serialize(update.GetProperty("x-required-right"))
        );
        Assert.EndsWith("Needs: the right `writeDetails` on the study.", update.GetProperty("description").GetString());
        Assert.Contains("passwordLogIn", TextsIn(Operation("changePassword").GetProperty("x-requires")));
    }

    /// <summary>PUT of v1 and v2.</summary>
    [Fact]
    public async Task A_replacement_requires_in_its_schema_what_the_server_requires()
    {
        var (parent, study, child) = await host.FamilyAsync();
        var id = await parent.StartAsync(study, child);
        var body = $$$"""{ "data": { "id": "{{{id}}}", "type": "responses", "attributes": {} } }""";
        var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/vnd.api+json"));
        using var answer = await parent.Play.SendAsync(HttpMethod.Put, $"/api/v2/responses/{id}/", content);
        var errors = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("errors");
        var demanded = errors
            .EnumerateArray()
            .Select(error => error.GetProperty("source").GetProperty("pointer").GetString()!.Split('/')[^1]);

        var required = Read("runner")
            .GetProperty("components")
            .GetProperty("schemas")
            .GetProperty("ResponseReplacement");
        Assert.Equal(demanded.Order(), TextsIn(required.GetProperty("required")).Order());
    }
}
