using System.Text.RegularExpressions;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>
/// Who gets what from v1 and v2: every verb of every address, as every role. The table is <c>jsonapi-matrix.txt</c>; an operation without
/// a line fails.
/// </summary>
[Collection("api")]
public class RunnerMatrix_(ApiHost host)
{
    static readonly string[] Versions = ["v1", "v2"];

    readonly RoleMatrix _matrix = RoleMatrix.Read("jsonapi-matrix.txt");

    [Fact]
    public async Task Answers_every_role_as_the_table_says()
    {
        var world = await RoleMatrixWorld.CreateAsync(host, _matrix.Roles);
        List<string> differences = [];
        foreach (var version in Versions)
        foreach (var row in _matrix.Rows)
        foreach (var (role, expected) in _matrix.Roles.Zip(row.Statuses))
        {
            using var answer = await world
                .Actors[role]
                .SendAsync(
                    new HttpMethod(row.Verb),
                    $"/api/{version}/{world.FillIds(row.Path)}",
                    JsonApiDocuments.For(row.Verb, row.Path, world.Ids)
                );
            var status = ((int)answer.StatusCode).ToString();
            if (status != expected)
                differences.Add($"{row.Verb} {version}/{row.Path} as {role}: {status} instead of {expected}");
        }

        Assert.True(differences is [], string.Join('\n', differences));
    }

    [Fact]
    public void Knows_every_address_that_is_published()
    {
        var published = Contract.Read("runner").Operations.Select(operation => Shape(operation.Verb, operation.Path));
        var tested =
            from row in _matrix.Rows
            from version in Versions
            select Shape(row.Verb, $"/api/{version}/{row.Path}");
        Assert.NotEmpty(published);
        Assert.Equal(published.Distinct().Order(), tested.Distinct().Order());
        Assert.All(_matrix.Rows, row => Assert.Equal(_matrix.Roles.Length, row.Statuses.Length));
    }

    /// <summary>Names of path parameters don't matter.</summary>
    static string Shape(string verb, string path) => $"{verb} {Regex.Replace(path, "{[a-z]+}", "{}")}";
}
