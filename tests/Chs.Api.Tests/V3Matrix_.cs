using System.Text.Json;
using System.Text.RegularExpressions;
using Chs.Domain.Builds;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>Who gets what from v3: every operation, asked by every role. The table is <c>v3-matrix.txt</c>; an operation without a line fails.</summary>
[Collection("api")]
public class V3Matrix_(ApiHost host)
{
    static readonly string TablePath = Repository.File("tests/Chs.Api.Tests/v3-matrix.txt");

    static (string[] Roles, List<(string Verb, string Path, string Body, string[] Statuses)> Rows) Table()
    {
        var lines = File.ReadLines(TablePath).Where(line => line.Length > 0 && line[0] != '#').ToList();
        var roles = lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (
            roles,
            [
                .. lines
                    .Skip(1)
                    .Select(line =>
                    {
                        var parts = line.Split('|');
                        var head = parts[0].Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
                        return (
                            head[0],
                            head[1],
                            head.Length > 2 ? head[2].Trim() : "",
                            parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                        );
                    }),
            ]
        );
    }

    [Fact]
    public async Task Answers_every_role_as_the_table_says()
    {
        var (roles, rows) = Table();
        var (actors, ids) = await new RoleMatrixWorld(
            host,
            given => RunnerMatrix_.Body("POST", "feedback/", given)
        ).PrepareAsync(roles);
        ids["build"] = await BuildAsync(host, ids["study"]);
        ids["own"] = (await actors["parent"].GetJsonAsync("/api/v3/me")).GetProperty("id").GetGuid();
        List<string> differences = [];
        foreach (var (verb, path, body, statuses) in rows)
        {
            for (var i = 0; i < roles.Length; i++)
            {
                if (statuses[i] == "-")
                    continue;
                HttpContent? content = body switch
                {
                    "" => null,
                    "@square" => Some.Picture(20, 20),
                    "@wide" => Some.Picture(40, 20),
                    _ => new StringContent(Filled(body, ids), System.Text.Encoding.UTF8, "application/json"),
                };
                using var answer = await actors[roles[i]]
                    .SendAsync(new HttpMethod(verb), $"/api/v3/{Filled(path, ids)}", content, ("If-Match", "*"));
                if (((int)answer.StatusCode).ToString() != statuses[i])
                    differences.Add($"{verb} {path} as {roles[i]}: {(int)answer.StatusCode} instead of {statuses[i]}");
            }
        }

        Assert.True(differences is [], string.Join('\n', differences));
    }

    [Fact]
    public async Task Knows_every_operation_that_is_published()
    {
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Repository.File("openapi/v3.json")));
        var published = document
            .RootElement.GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path =>
                path.Value.EnumerateObject().Select(verb => $"{verb.Name.ToUpperInvariant()} {path.Name}")
            )
            .ToList();
        // Of several templates that fit, the one with the fewest open places is meant.
        var known = Table()
            .Rows.Select(row =>
                published
                    .Where(operation =>
                        Fits(operation.Split('/'), $"{row.Verb} /api/v3/{row.Path.Split('?')[0]}".Split('/'))
                    )
                    .MinBy(operation => operation.Count(c => c == '{'))
                ?? $"{row.Verb} {row.Path}"
            )
            .ToHashSet();
        Assert.NotEmpty(published);
        Assert.Equal(published.Order(), known.Order());
        Assert.All(Table().Rows, row => Assert.Equal(Table().Roles.Length, row.Statuses.Length));
    }

    static bool Fits(string[] template, string[] address) =>
        template.Length == address.Length
        && template.Zip(address).All(pair => pair.First == pair.Second || pair.First.StartsWith('{'));

    static string Filled(string text, Dictionary<string, Guid> ids) =>
        ids.Aggregate(text, (filled, id) => filled.Replace($"{{{id.Key}}}", id.Value.ToString()));

    /// <summary>A build that was cancelled: nothing happens to it any more.</summary>
    internal static async Task<Guid> BuildAsync(ApiHost host, Guid studyId)
    {
        await using var db = host.Database();
        var study = await db.Studies.SingleAsync(s => s.Uuid == studyId);
        var build = Build.Request(
            study.Id,
            study.Uuid,
            "https://code.test/lab/runner",
            new string('a', 40),
            study.CreatorId!.Value,
            Guid.NewGuid(),
            Some.Moment
        );
        build.Cancel(Guid.NewGuid(), Some.Moment);
        build.TakeEvents();
        db.Builds.Add(build);
        await db.SaveChangesAsync();
        return build.Uuid;
    }
}
