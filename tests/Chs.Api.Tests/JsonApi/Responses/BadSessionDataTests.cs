using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.JsonApi.Responses;

/// <summary>Each wrong input to a session of v1 and v2 gets its precise refusal, and nothing changes.</summary>
[Collection("api")]
public sealed class BadSessionDataTests(ApiHost host) : IAsyncLifetime
{
    const string JsonApi = "application/vnd.api+json";
    const string Data = "/data/attributes/exp_data";

    ApiClient? _parent;
    Guid _response;
    string _before = "";

    ApiClient Parent => _parent!;

    string Path => $"/api/v2/responses/{_response}/";

    /// <summary>A session with three trials.</summary>
    public async Task InitializeAsync()
    {
        // All cases share one log-in, because log-ins are limited.
        _parent = await host.LoggedInAsync("parent");
        var (study, child) = await Parent.DemoAsync();
        _response = await Parent.StartAsync(study, child);
        await Parent.PatchAsync(_response, $$"""{"exp_data":{{Some.Trials(3)}}}""").SucceedsAsync();
        _before = await Parent.GetAsync(Path).TextAsync();
    }

    /// <summary>Whatever a test has sent, the session is as before.</summary>
    public async Task DisposeAsync()
    {
        Assert.Equal(_before, await Parent.GetAsync(Path).TextAsync());
        Parent.Dispose();
    }

    string Document(string attributes, string type = "responses", Guid? id = null) =>
        $$$"""{"data":{"type":"{{{type}}}","id":"{{{id ?? _response}}}","attributes":{{{attributes}}}}}""";

    Task<HttpResponseMessage> PatchAsync(string body, string type = JsonApi) =>
        Parent.Play.SendAsync(HttpMethod.Patch, Path, Body(body, type));

    static StringContent Body(string text, string type) =>
        new(text, Encoding.UTF8) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };

    public static TheoryData<string, string, string> WrongAttributes =>
        new()
        {
            { """{"exp_data":null}""", "null", Data },
            { """{"exp_data":{"a":1}}""", "invalid", Data },
            { """{"exp_data":"text"}""", "invalid", Data },
            { $$"""{"exp_data":{{Some.Trials(2)}}}""", "invalid", Data },
            { """{"expData":null}""", "null", Data },
            { """{"exp-data":null}""", "null", Data },
            { """{"completed":"maybe"}""", "invalid", "/data/attributes/completed" },
            { """{"completed":null}""", "null", "/data/attributes/completed" },
            { """{"conditions":null}""", "null", "/data/attributes/conditions" },
            { """{"sequence":"x"}""", "invalid", "/data/attributes/sequence" },
            { """{"sequence":[1]}""", "invalid", "/data/attributes/sequence" },
            {
                $$"""{"recording_method":"{{new string('x', 51)}}"}""",
                "max_length",
                "/data/attributes/recording_method"
            },
            { """{"recording_method":[]}""", "invalid", "/data/attributes/recording_method" },
            // Valid members after the fault are refused with it.
            { """{"completed_consent_frame":true,"exp_data":{"a":[{"x":1}]},"completed":true}""", "invalid", Data },
        };

    [Theory, MemberData(nameof(WrongAttributes))]
    public Task A_wrong_attribute_is_named(string attributes, string code, string pointer) =>
        PatchAsync(Document(attributes)).IsJsonApiErrorAsync(400, code, pointer);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]x")]
    [InlineData("\"text\"")]
    [InlineData("{} {}")]
    [InlineData("""{"data":[]}""")]
    [InlineData("{}")]
    [InlineData("""{"data":{"id":"x","attributes":{}}}""")]
    public Task A_text_that_is_no_document_cannot_be_read(string text) =>
        PatchAsync(text).IsJsonApiErrorAsync(400, "parse_error", "/data");

    [Fact]
    public Task A_document_of_ten_thousand_levels_cannot_be_read()
    {
        var deep = new string('[', 10_000) + new string(']', 10_000);
        return PatchAsync(Document($$"""{"exp_data":{{deep}}}""")).IsJsonApiErrorAsync(400, "parse_error", "/data");
    }

    [Fact]
    public Task A_document_with_something_behind_it_cannot_be_read() =>
        PatchAsync(Document("{}") + "x").IsJsonApiErrorAsync(400, "parse_error", "/data");

    [Fact]
    public Task A_document_with_the_id_of_another_response_cannot_be_read() =>
        PatchAsync(Document("{}", id: Guid.NewGuid())).IsJsonApiErrorAsync(400, "parse_error", "/data");

    [Fact]
    public async Task A_document_that_is_not_UTF_8_cannot_be_read()
    {
        var bytes = Encoding.UTF8.GetBytes(Document("""{"completed":true,"x":"A"}"""));
        bytes[Array.IndexOf(bytes, (byte)'A')] = 0xFF;
        var content = new ByteArrayContent(bytes) { Headers = { ContentType = new(JsonApi) } };
        await Parent.Play.SendAsync(HttpMethod.Patch, Path, content).IsJsonApiErrorAsync(400, "parse_error", "/data");
    }

    [Fact]
    public Task A_document_of_another_type_is_a_conflict() =>
        PatchAsync(Document("{}", type: "studies")).IsJsonApiErrorAsync(409, "invalid", "/data");

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public Task Another_media_type_is_unsupported(string type) =>
        PatchAsync(Document("{}"), type).IsJsonApiErrorAsync(415);

    [Fact]
    public Task Forty_megabytes_are_too_large() =>
        Parent.PatchAsync(_response, $$"""{"exp_data":["{{new string('x', 40_000_000)}}"]}""").IsJsonApiErrorAsync(413);

    [Fact]
    public Task An_answer_of_another_media_type_is_not_acceptable() =>
        Parent.GetAsync(Path, ("Accept", "image/png")).IsJsonApiErrorAsync(406);

    [Fact]
    public async Task Another_verb_is_not_allowed() =>
        await Parent.SendAsync(HttpMethod.Delete, Path, null, await Parent.KeyAsync()).IsJsonApiErrorAsync(405);

    [Theory]
    [InlineData("/api/v2/responses/not-an-id/")]
    [InlineData("/api/v2/nothing/")]
    public Task An_unknown_address_is_not_found(string path) =>
        Parent.GetAsync(path).IsJsonApiErrorAsync(404, "not_found", null);

    [Fact]
    public Task A_save_without_the_last_slash_is_not_found() =>
        Parent
            .Play.SendAsync(HttpMethod.Patch, Path.TrimEnd('/'), Body(Document("{}"), "application/json"))
            .HasStatusAsync(HttpStatusCode.NotFound);

    /// <summary>Found by the fuzzer.</summary>
    [Fact]
    public Task Half_a_surrogate_pair_as_an_id_is_named()
    {
        const string document =
            """{"data":{"type":"responses","relationships":{"study":{"data":{"type":"studies","id":"\ud800"}}}}}""";
        return Parent
            .Play.SendAsync(HttpMethod.Post, "/api/v2/responses/", Body(document, JsonApi))
            .IsJsonApiErrorAsync(400, "incorrect_type", "/data/relationships/study");
    }
}
