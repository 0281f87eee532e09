using System.Text.Json;
using System.Text.RegularExpressions;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.OpenApi;

/// <summary>The grammar of v3, as docs/api-style.md describes it.</summary>
public class ApiStyleTests
{
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
    public void What_is_made_can_be_asked_for_again_without_being_made_twice()
    {
        // A log-in is another one each time, an enrolment replaces the one before, and a call-back is signed for once.
        string[] others = ["createSessionKey", "enrolSecondFactor", "registerVideo"];
        var made = Operations.Where(o =>
            o.Verb == "post" && o.Json.GetProperty("responses").TryGetProperty("201", out _)
        );
        var unrepeatable = made.Where(o => !ParametersOf(o.Json).Contains("Idempotency-Key")).Select(o => o.Id);
        Assert.Equal(others, unrepeatable.Order());
    }

    [Fact]
    public void A_list_is_a_page()
    {
        var lists = Operations.Where(operation => Regex.IsMatch(operation.Id, "^list[A-Z]")).ToList();
        Assert.NotEmpty(lists);
        Assert.All(lists, list => Assert.EndsWith("Page", AnswerOf(list.Json), StringComparison.Ordinal));
        Assert.All(
            lists,
            list => Assert.Superset(new HashSet<string> { "cursor", "limit", "withTotal" }, ParametersOf(list.Json))
        );
    }

    [Fact]
    public void A_total_is_in_pages_only_when_it_is_asked_for()
    {
        var pages = Schemas.Where(schema => schema.Name.EndsWith("Page", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(pages);
        foreach (var page in pages.Where(page => page.Name != "ContentPage"))
        {
            var required = page.Value.GetProperty("required").EnumerateArray().Select(name => name.GetString());
            Assert.Equal(["items", "nextCursor"], required.Order());
            Assert.False(page.Value.GetProperty("properties").GetProperty("total").TryGetProperty("nullable", out _));
        }
    }

    [Fact]
    public void A_list_is_sorted_by_members_that_a_minus_reverses()
    {
        var orders = Named.Where(named => named.Name == "sort").ToList();
        Assert.NotEmpty(orders);
        foreach (var order in orders)
        {
            var names = TargetOf(order.Json).GetProperty("enum").EnumerateArray().Select(n => n.GetString()!).ToList();
            var members = names.Where(name => name[0] != '-').ToList();
            Assert.Equal(members.SelectMany(member => (string[])[member, $"-{member}"]), names);
        }
    }

    /// <summary>All members of schemas and all parameters.</summary>
    static List<(string Name, string Where, JsonElement Json)> Named =>
        [
            .. from schema in Schemas
            where schema.Value.TryGetProperty("properties", out _)
            from member in schema.Value.GetProperty("properties").EnumerateObject()
            select (member.Name, $"{schema.Name}.{member.Name}", member.Value),
            .. from operation in Operations
            where operation.Json.TryGetProperty("parameters", out _)
            from parameter in operation.Json.GetProperty("parameters").EnumerateArray()
            let name = parameter.GetProperty("name").GetString()!
            select (name, $"{operation.Id} {name}", parameter.GetProperty("schema")),
        ];

    [Fact]
    public void What_is_true_or_false_is_named_for_it()
    {
        var flags = Named.Where(named => TypeOf(named.Json) == "boolean").ToList();
        Assert.NotEmpty(flags);
        Assert.All(
            flags,
            flag => Assert.True(Regex.IsMatch(flag.Name, "^((is|has|are|uses|with|needs)[A-Z]|applies$)"), flag.Where)
        );
    }

    [Fact]
    public void An_enum_whose_values_are_no_names_gives_them_names()
    {
        var enums = Schemas.Where(schema => schema.Value.TryGetProperty("enum", out _)).ToList();
        var odd = enums.Where(schema =>
            schema.Value.GetProperty("enum").EnumerateArray().Any(value => !Regex.IsMatch($"{value}", "^\\w+$"))
        );
        Assert.Contains(odd, schema => schema.Name == "StudyOrder");
        Assert.All(
            odd,
            schema =>
                Assert.Equal(
                    schema.Value.GetProperty("enum").GetArrayLength(),
                    schema
                        .Value.GetProperty("x-enum-varnames")
                        .EnumerateArray()
                        .Select(name => name.GetString())
                        .Distinct()
                        .Count()
                )
        );
    }

    [Fact]
    public void An_id_is_named_for_what_it_identifies()
    {
        var ids = Named.Where(named => FormatOf(named.Json) == "uuid").ToList();
        Assert.NotEmpty(ids);
        Assert.All(
            ids,
            id => Assert.True(id.Name == "id" || id.Name.EndsWith("Id", StringComparison.Ordinal), id.Where)
        );
        Assert.All(Operations, operation => Assert.DoesNotContain("{id}", operation.Path, StringComparison.Ordinal));
        Assert.DoesNotContain(Named, named => named.Name is "userId");
    }

    [Fact]
    public void An_instant_has_a_name_that_nothing_else_has()
    {
        var instants = Named.Where(named => FormatOf(named.Json) == "date-time").ToList();
        Assert.NotEmpty(instants);
        Assert.All(
            instants,
            instant => Assert.True(Regex.IsMatch(instant.Name, "At$|^at$|^until$|[sS]ince$|^before$"), instant.Where)
        );
        var names = instants.Select(instant => instant.Name).ToHashSet();
        Assert.All(
            Named.Where(named => names.Contains(named.Name)),
            named => Assert.True(FormatOf(named.Json) == "date-time", named.Where)
        );
    }

    [Fact]
    public void A_lab_or_an_account_is_shown_with_its_id_and_name()
    {
        var references = Named.Where(named => named.Name is "lab" or "creator" or "author" or "by" or "requestedBy");
        Assert.NotEmpty(references);
        Assert.All(
            references,
            reference =>
                Assert.True(
                    reference.Json.GetRawText().Contains("schemas/Reference\"", StringComparison.Ordinal),
                    reference.Where
                )
        );
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

    static string? TypeOf(JsonElement schema) => TextOf(schema, "type");

    static string? FormatOf(JsonElement schema) => TextOf(schema, "format");

    static string? TextOf(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var text) ? text.GetString() : null;

    /// <summary>The schema itself, or the one to which it refers.</summary>
    static JsonElement TargetOf(JsonElement schema) =>
        TextOf(schema, "$ref") is { } reference
            ? Schemas.Single(named => reference.EndsWith($"/{named.Name}", StringComparison.Ordinal)).Value
            : schema;

    static HashSet<string> ParametersOf(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
            ? [.. parameters.EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()!)]
            : [];

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
