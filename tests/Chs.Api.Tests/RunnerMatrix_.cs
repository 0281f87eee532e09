using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>Who gets what from v1 and v2: every verb of every address, asked by every role.</summary>
/// <remarks>The table is <c>runner-matrix.txt</c>; an address without a line fails.</remarks>
[Collection("api")]
public class RunnerMatrix_(ApiHost host)
{
    static readonly string TablePath = Repository.File("tests/Chs.Api.Tests/runner-matrix.txt");

    static (string[] Roles, List<(string Verb, string Path, int[] Statuses)> Rows) Table()
    {
        var lines = File.ReadLines(TablePath)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToList();
        return (
            lines[0],
            [
                .. lines
                    .Skip(1)
                    .Select(line =>
                        (
                            line[0],
                            line.Length == lines[0].Length + 2 ? line[1] : "",
                            line[^lines[0].Length..].Select(int.Parse).ToArray()
                        )
                    ),
            ]
        );
    }

    [Fact]
    public async Task Answers_every_role_as_the_table_says()
    {
        var (roles, rows) = Table();
        var (actors, ids) = await new RoleMatrixWorld(host, given => Body("POST", "feedback/", given)).PrepareAsync(
            roles
        );
        List<string> differences = [];
        foreach (var version in (string[])["v1", "v2"])
        {
            foreach (var (verb, path, statuses) in rows)
            {
                for (var i = 0; i < roles.Length; i++)
                {
                    var answer = await actors[roles[i]]
                        .SendAsync(new HttpMethod(verb), $"/api/{version}/{Filled(path, ids)}", Body(verb, path, ids));
                    if ((int)answer.StatusCode != statuses[i])
                        differences.Add(
                            $"{verb} {version}/{path} as {roles[i]}: {(int)answer.StatusCode} instead of {statuses[i]}"
                        );
                }
            }
        }

        Assert.True(differences is [], string.Join('\n', differences));
    }

    [Fact]
    public async Task Knows_every_address_that_is_published()
    {
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Repository.File("openapi/runner.json")));
        string Shape(string verb, string path) =>
            $"{verb} {System.Text.RegularExpressions.Regex.Replace(path, "{[a-z]+}", "{}")}";
        var published = document
            .RootElement.GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path =>
                path.Value.EnumerateObject().Select(verb => Shape(verb.Name.ToUpperInvariant(), path.Name))
            )
            .ToHashSet();
        var known = Table()
            .Rows.SelectMany(row =>
                (string[])[Shape(row.Verb, $"/api/v1/{row.Path}"), Shape(row.Verb, $"/api/v2/{row.Path}")]
            )
            .ToHashSet();
        Assert.NotEmpty(published);
        Assert.Equal(published.Order(), known.Order());
    }

    static string Filled(string path, Dictionary<string, Guid> ids) =>
        ids.Aggregate(path, (filled, id) => filled.Replace($"{{{id.Key}}}", id.Value.ToString()));

    internal static StringContent? Body(string verb, string path, Dictionary<string, Guid> ids)
    {
        if (verb == "GET")
            return null;
        var isFeedback = path.StartsWith("feedback", StringComparison.Ordinal);
        var type = isFeedback ? "feedback" : "responses";
        var attributes = isFeedback
            ? """{"comment":"Thank you!"}"""
            : """
                {"conditions":{},"global_event_timings":{},"exp_data":[],"sequence":[],
                "completed":false,"completed_consent_frame":true}
                """;
        var data =
            $$$""" "id":"{{{IdOf(path, ids)}}}","type":"{{{type}}}","attributes":{{{attributes}}} """
            + $$""", "relationships":{ {{RelationshipsOf(path, isFeedback, ids)}} } """;
        return new StringContent($$"""{"data":{ {{data}} } }""")
        {
            Headers = { ContentType = new("application/vnd.api+json") },
        };
    }

    static Guid IdOf(string path, Dictionary<string, Guid> ids)
    {
        if (path.Contains("{response}"))
            return ids["response"];
        return path.Contains("{unconsented}") ? ids["unconsented"] : ids["feedback"];
    }

    static string RelationshipsOf(string path, bool isFeedback, Dictionary<string, Guid> ids)
    {
        static string One(string name, string type, Guid id) =>
            $$$""" "{{{name}}}":{"data":{"type":"{{{type}}}","id":"{{{id}}}"} } """;
        return isFeedback || path == "video/"
            ? One("response", "responses", ids["response"])
            : $"{One("study", "studies", ids["study"])},{One("child", "children", ids["child"])}";
    }
}
