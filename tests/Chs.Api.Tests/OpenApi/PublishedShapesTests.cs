using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.OpenApi;

/// <summary>
/// What v1 and v2 answer is what openapi/runner.json says: every documented status of every operation.
/// </summary>
[Collection("api")]
public class PublishedShapesTests(ApiHost host)
{
    /// <summary>An optional member of the shape that all resources share; these two have no relationships.</summary>
    static readonly string[] WithoutRelationships = ["DemographicResource.relationships", "LabResource.relationships"];

    [Fact]
    public async Task The_contract_of_v1_and_v2_describes_real_answers_member_by_member()
    {
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Repository.File("openapi/runner.json")));
        var schemas = new PublishedSchemas(document.RootElement.GetProperty("components").GetProperty("schemas"));
        var world = await PublishedShapesWorld.PrepareAsync(host);
        List<string> faults = [];
        foreach (var (operation, status, schema) in AnswersOf(document.RootElement))
        {
            using var answer =
                status < 400
                    ? await world.SendAsync(world.ActorOf(operation), operation)
                    : await world.ProvokeAsync(operation, status);
            faults.AddRange(await FaultsOfAsync(answer, operation, status, schema, schemas));
            if (status >= 400 || operation.Verb != "GET")
                continue;
            using var whole = await world.SendAsync(world.Superuser, operation);
            faults.AddRange(await FaultsOfAsync(whole, operation, status, schema, schemas));
        }

        faults.AddRange(
            AnswersOf(document.RootElement)
                .SelectMany(described => schemas.NeverSeen(described.Schema))
                .Distinct()
                .Except(WithoutRelationships)
                .Select(member => $"{member} is described, but no answer has it")
        );
        Assert.True(faults is [], string.Join('\n', faults));
    }

    static IEnumerable<(PublishedOperation Operation, int Status, JsonElement Schema)> AnswersOf(
        JsonElement document
    ) =>
        from server in Contract.ServersOf(document)
        from path in document.GetProperty("paths").EnumerateObject()
        from verb in path.Value.EnumerateObject()
        let operation = new PublishedOperation(verb.Name.ToUpperInvariant(), server + path.Name)
        {
            IsPaged = IsPaged(verb.Value),
        }
        from response in verb.Value.GetProperty("responses").EnumerateObject()
        let media = response.Value.GetProperty("content").GetProperty("application/vnd.api+json")
        select (operation, int.Parse(response.Name), media.GetProperty("schema"));

    static bool IsPaged(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
        && parameters.EnumerateArray().Any(parameter => parameter.GetProperty("name").GetString() == "page");

    static async Task<IEnumerable<string>> FaultsOfAsync(
        HttpResponseMessage answer,
        PublishedOperation operation,
        int status,
        JsonElement schema,
        PublishedSchemas schemas
    )
    {
        var name = $"{operation.Verb} {operation.Path} {status}";
        var body = await answer.Content.ReadAsStringAsync();
        if ((int)answer.StatusCode != status)
            return [$"{name}: answered {(int)answer.StatusCode} {body}"];
        if (answer.Content.Headers.ContentType?.ToString() != "application/vnd.api+json")
            return [$"{name}: {answer.Content.Headers.ContentType} instead of application/vnd.api+json"];
        using var value = JsonDocument.Parse(body);
        return schemas.FaultsOf(schema, value.RootElement).Select(fault => $"{name}: {fault}");
    }
}
