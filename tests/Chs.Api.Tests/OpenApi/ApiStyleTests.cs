using System.Text.Json;
using System.Text.RegularExpressions;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.OpenApi;

/// <summary>The grammar of v3, as docs/api-style.md describes it.</summary>
public class ApiStyleTests
{
    /// <summary>Answers everything at once: a person has few log-ins.</summary>
    const string ListWithoutPages = "listSessions";

    static readonly JsonElement Document = JsonDocument
        .Parse(File.ReadAllText(Repository.File("openapi/v3.json")))
        .RootElement;

    static readonly List<(string Verb, string Path, string Id, JsonElement Json)> Operations =
    [
        .. from path in Document.GetProperty("paths").EnumerateObject()
        from verb in path.Value.EnumerateObject()
        select (verb.Name, path.Name, verb.Value.GetProperty("operationId").GetString()!, verb.Value),
    ];

    static readonly List<JsonProperty> Schemas =
    [
        .. Document.GetProperty("components").GetProperty("schemas").EnumerateObject(),
    ];

    [Theory]
    [InlineData("list", "get")]
    [InlineData("get", "get")]
    [InlineData("create", "post")]
    [InlineData("update", "put patch")]
    [InlineData("delete", "delete")]
    public void An_operation_is_named_for_what_its_method_does(string word, string methods)
    {
        var named = Operations.Where(operation => Regex.IsMatch(operation.Id, $"^{word}[A-Z]")).ToList();
        Assert.NotEmpty(named);
        Assert.All(named, operation => Assert.Contains(operation.Verb, methods.Split(' ')));
    }

    [Fact]
    public void Operations_have_no_second_word_for_the_same() =>
        Assert.DoesNotContain(
            Operations,
            operation => Regex.IsMatch(operation.Id, "^(read|add|edit|fetch|put|post)[A-Z]")
        );

    [Fact]
    public void A_list_is_a_page()
    {
        var lists = Operations.Where(operation =>
            Regex.IsMatch(operation.Id, "^list[A-Z]") && operation.Id != ListWithoutPages
        );
        Assert.All(lists, list => Assert.EndsWith("Page", AnswerOf(list.Json), StringComparison.Ordinal));
    }

    [Fact]
    public void Addresses_are_in_lower_case_with_hyphens_and_their_parameters_in_camel_case() =>
        Assert.All(
            Operations,
            operation => Assert.Matches(@"^/api/v3(/([a-z]+(-[a-z]+)*(\.csv)?|\{[a-z][A-Za-z]*\}))+$", operation.Path)
        );

    [Fact]
    public void Schemas_have_no_endings_of_ours() =>
        Assert.DoesNotContain(Schemas, schema => Regex.IsMatch(schema.Name, "(View|Item|Input|Form|Dto|Model)$|^New"));

    [Fact]
    public void Members_are_in_camel_case()
    {
        var members =
            from schema in Schemas
            where schema.Value.TryGetProperty("properties", out _)
            from member in schema.Value.GetProperty("properties").EnumerateObject()
            select member.Name;
        Assert.All(members, member => Assert.Matches("^[a-z][A-Za-z0-9]*$", member));
    }

    [Fact]
    public void Only_requests_refuse_further_members()
    {
        var closed = Schemas
            .Where(schema =>
                schema.Value.TryGetProperty("additionalProperties", out var more)
                && more.ValueKind is JsonValueKind.False
            )
            .Select(schema => schema.Name)
            .ToHashSet();
        Assert.Contains("StudyUpdate", closed);
        Assert.DoesNotContain("Study", closed);
        Assert.DoesNotContain("Problem", closed);
    }

    [Fact]
    public void A_body_is_demanded_and_named_plainly()
    {
        var bodies = Operations.Where(operation => operation.Json.TryGetProperty("requestBody", out _)).ToList();
        Assert.NotEmpty(bodies);
        foreach (var operation in bodies)
        {
            var body = operation.Json.GetProperty("requestBody");
            Assert.True(body.TryGetProperty("required", out var required) && required.GetBoolean(), operation.Id);
            foreach (var media in body.GetProperty("content").EnumerateObject().Where(m => m.Name.EndsWith("json")))
                Assert.True(media.Value.GetProperty("schema").TryGetProperty("$ref", out _), operation.Id);
        }
    }

    /// <summary>Texts of requests that have a form of their own, which their description says.</summary>
    static readonly string[] TextsWithoutLimit =
    [
        "AccountCreate.password",
        "ContentPageCreate.slug",
        "LabCreate.slug",
        "LabUpdate.slug",
        "StudyUpdate.criteriaExpression",
        "StudyUpdate.runnerCommit",
    ];

    [Fact]
    public void Texts_of_requests_say_how_long_they_may_be()
    {
        var texts =
            from schema in Schemas
            where
                schema.Name.EndsWith("Create", StringComparison.Ordinal)
                || schema.Name.EndsWith("Update", StringComparison.Ordinal)
            from member in schema.Value.GetProperty("properties").EnumerateObject()
            where member.Value.TryGetProperty("type", out var type) && type.GetString() == "string"
            where !member.Value.TryGetProperty("format", out _) && !member.Value.TryGetProperty("maxLength", out _)
            select $"{schema.Name}.{member.Name}";
        Assert.Equal(TextsWithoutLimit.Order(), texts.Order());
    }

    /// <summary>A type beside a reference that may be null would hide what it refers to.</summary>
    [Fact]
    public void A_reference_that_may_be_null_keeps_what_it_refers_to()
    {
        var references =
            from schema in Schemas
            where schema.Value.TryGetProperty("properties", out _)
            from member in schema.Value.GetProperty("properties").EnumerateObject()
            where member.Value.TryGetProperty("allOf", out _)
            select (Name: $"{schema.Name}.{member.Name}", member.Value);
        Assert.All(
            references,
            reference => Assert.False(reference.Value.TryGetProperty("type", out _), reference.Name)
        );
    }

    /// <summary>Generated clients send a key only where the document takes one.</summary>
    [Theory]
    [InlineData("getLab")]
    [InlineData("listLabs")]
    [InlineData("logOut")]
    public void What_answers_everybody_according_to_who_asks_takes_a_log_in_or_none(string operation)
    {
        var security = Operations.Single(o => o.Id == operation).Json.GetProperty("security");
        Assert.Contains(security.EnumerateArray(), way => way.TryGetProperty("token", out _));
        Assert.Contains(security.EnumerateArray(), way => !way.EnumerateObject().Any());
    }

    /// <summary>Name of the schema of the answer with status 200.</summary>
    static string AnswerOf(JsonElement operation) =>
        operation
            .GetProperty("responses")
            .GetProperty("200")
            .GetProperty("content")
            .GetProperty("application/json")
            .GetProperty("schema")
            .GetProperty("$ref")
            .GetString()!;
}
