using System.Text;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>
/// Who gets what from v3: every operation, as every role. The table is <c>v3-matrix.txt</c>; an operation without a line fails.
/// </summary>
[Collection("api")]
public class V3Matrix_(ApiHost host)
{
    readonly RoleMatrix _matrix = RoleMatrix.Read("v3-matrix.txt");

    [Fact]
    public async Task Answers_every_role_as_the_table_says()
    {
        var world = await RoleMatrixWorld.CreateAsync(host, _matrix.Roles);
        await world.AddCancelledBuildAsync();
        world.Ids["own"] = (await world.Actors["parent"].GetJsonAsync("/api/v3/me")).GetProperty("id").GetGuid();
        List<string> differences = [];
        foreach (var row in _matrix.Rows)
        foreach (var (role, expected) in _matrix.Roles.Zip(row.Statuses))
        {
            if (expected == "-")
                continue;
            using var answer = await world
                .Actors[role]
                .SendAsync(
                    new HttpMethod(row.Verb),
                    $"/api/v3/{world.FillIds(row.Path)}",
                    Content(row.Body, world),
                    ("If-Match", "*")
                );
            var status = ((int)answer.StatusCode).ToString();
            if (status != expected)
                differences.Add($"{row.Verb} {row.Path} as {role}: {status} instead of {expected}");
        }

        Assert.True(differences is [], string.Join('\n', differences));
    }

    static ByteArrayContent? Content(string body, RoleMatrixWorld world) =>
        body switch
        {
            "" => null,
            "@square" => Some.Picture(20, 20),
            "@wide" => Some.Picture(40, 20),
            _ => new StringContent(world.FillIds(body), Encoding.UTF8, "application/json"),
        };

    [Fact]
    public void Knows_every_operation_that_is_published()
    {
        string[] published =
        [
            .. Contract.Read("v3").Operations.Select(operation => $"{operation.Verb} {operation.Path}"),
        ];
        var tested = _matrix.Rows.Select(row => TemplateOf(row, published)).Distinct();
        Assert.NotEmpty(published);
        Assert.Equal(published.Order(), tested.Order());
        Assert.All(_matrix.Rows, row => Assert.Equal(_matrix.Roles.Length, row.Statuses.Length));
    }

    /// <summary>The published operation of a row. Of several templates that match, it is the one with the fewest parameters.</summary>
    static string TemplateOf(RoleMatrix.Row row, string[] published)
    {
        var address = $"{row.Verb} /api/v3/{row.Path.Split('?')[0]}".Split('/');
        return published
                .Where(operation => Matches(operation.Split('/'), address))
                .MinBy(operation => operation.Count(c => c == '{'))
            ?? $"{row.Verb} {row.Path}";
    }

    static bool Matches(string[] template, string[] address) =>
        template.Length == address.Length
        && template.Zip(address).All(pair => pair.First == pair.Second || pair.First.StartsWith('{'));
}
