using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>Who gets what from v1 and v2: every verb of every address, asked by every role.</summary>
[Collection("api")]
public class RunnerMatrix_(ApiHost host)
{
    /// <summary>
    /// The study is paused, so only who may read its details sees it. One response has an accepted consent ({response}), one has none ({unconsented}).
    /// What is refused because of the request rather than the role is refused to all alike.
    /// </summary>
    const string Expected = """
                                                       nobody     parent     other      outsider   guest      readonly   member     ladmin     preview    design     analysis   processor  researcher manager    admin      reviewer   reader     superuser
        GET                                            200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        GET users/                                     401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        GET users/{user}/                              401        200        404        404        404        404        404        404        404        404        200        404        200        404        200        404        200        200
        GET users/{user}/children/                     401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        GET users/{user}/children/{child}/             401        200        404        404        404        404        404        404        404        404        200        404        200        404        200        404        200        200
        GET users/{user}/demographics/                 401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        GET users/{user}/demographics/{demographics}/  401        200        404        404        404        404        404        404        404        404        200        404        200        404        200        404        200        200
        GET demographics/                              401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        GET demographics/{demographics}/               401        200        404        404        404        404        404        404        404        404        200        404        200        404        200        404        200        200
        GET studies/                                   401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        GET studies/{study}/                           401        404        404        404        404        200        200        200        200        200        200        200        200        200        200        200        404        200
        GET studies/{study}/responses/                 401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        POST studies/{study}/responses/                401        404        403        403        403        403        403        403        403        403        403        403        403        403        403        403        403        403
        GET studies/{study}/responses/{response}/      401        200        404        404        404        404        404        404        404        404        200        404        200        404        200        404        404        200
        PUT studies/{study}/responses/{response}/      401        200        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404
        PATCH studies/{study}/responses/{response}/    401        200        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404
        GET children/                                  401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        GET children/{child}/                          401        200        404        404        404        404        404        404        404        404        200        404        200        404        200        404        200        200
        GET labs/                                      401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        GET labs/{lab}/                                401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        GET responses/                                 401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        POST responses/                                401        404        403        403        403        403        403        403        403        403        403        403        403        403        403        403        403        403
        GET responses/{response}/                      401        200        404        404        404        404        404        404        404        404        200        404        200        404        200        404        404        200
        PUT responses/{response}/                      401        200        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404
        PATCH responses/{response}/                    401        200        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404
        GET responses/{unconsented}/                   401        200        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404
        PATCH responses/{unconsented}/                 401        200        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404
        GET past-sessions/{response}/                  401        200        404        404        404        404        404        404        404        404        200        404        200        404        200        404        404        200
        GET past-sessions/{unconsented}/               401        200        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404        404
        GET feedback/                                  401        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200        200
        POST feedback/                                 401        403        403        403        403        403        403        403        403        403        403        201        201        403        201        403        403        201
        GET feedback/{feedback}/                       401        200        404        404        404        404        404        404        404        404        200        404        200        404        200        404        404        200
        PUT feedback/{feedback}/                       401        403        404        404        404        404        404        404        404        404        403        404        200        404        200        404        404        200
        PATCH feedback/{feedback}/                     401        403        404        404        404        404        404        404        404        404        403        404        200        404        200        404        404        200
        POST video/                                    401        401        401        401        401        401        401        401        401        401        401        401        401        401        401        401        401        401
        """;

    static (string[] Roles, List<(string Verb, string Path, int[] Statuses)> Rows) Table()
    {
        var lines = Expected
            .Split('\n')
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
        var feedback = path.StartsWith("feedback", StringComparison.Ordinal);
        var id =
            path.Contains("{response}") ? ids["response"]
            : path.Contains("{unconsented}") ? ids["unconsented"]
            : ids["feedback"];
        var attributes = feedback
            ? """{"comment":"Thank you!"}"""
            : """{"conditions":{},"global_event_timings":{},"exp_data":[],"sequence":[],"completed":false,"completed_consent_frame":true}""";
        string One(string name, string type, Guid value) =>
            $$$""" "{{{name}}}":{"data":{"type":"{{{type}}}","id":"{{{value}}}"} } """;
        var relationships = feedback
            ? One("response", "responses", ids["response"])
            : $"{One("study", "studies", ids["study"])},{One("child", "children", ids["child"])}";
        if (path == "video/")
            relationships = One("response", "responses", ids["response"]);
        return new StringContent(
            $$$"""{"data":{"id":"{{{id}}}","type":"{{{(feedback ? "feedback" : "responses")}}}","attributes":{{{attributes}}},"relationships":{ {{{relationships}}} } } }"""
        )
        {
            Headers = { ContentType = new("application/vnd.api+json") },
        };
    }
}
