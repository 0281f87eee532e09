using System.Text;
using Chs.Api.Tests.Access.Roles;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Play;

/// <summary>Study code against every operation of v3. Those of v1 and v2 are in <c>JsonApi/jsonapi-matrix.txt</c>.</summary>
[Collection("api")]
public class PlayOperationsTests(RoleWorld world) : IClassFixture<RoleWorld>
{
    [Fact]
    public async Task No_operation_of_v3_exists_at_a_play_host()
    {
        var operations = Contract.Read("v3").Operations;
        Assert.InRange(operations.Count, 100, 1000);
        List<string> met = [];
        foreach (var operation in operations)
        foreach (var role in (string[])[RoleWorld.Play, RoleWorld.PreviewPlay])
        {
            using var answer = await world.SendAsync(
                role,
                operation.Verb,
                operation.FillPath((name, segment) => ValueOf(name, segment)),
                () => ContentOf(operation),
                ("If-Match", "*")
            );
            if ((int)answer.StatusCode != 404)
                met.Add($"{operation.Id} as {role}: {answer.StatusCode}");
        }

        Assert.Empty(met);
    }

    /// <param name="segment">The path segment before the parameter.</param>
    string ValueOf(string name, string segment) =>
        (name, segment) switch
        {
            (_, "labs") => world.Ids["lab"].ToString(),
            (_, "children") => world.Ids["child"].ToString(),
            (_, "responses") => world.Ids["response"].ToString(),
            (_, "builds") => world.Ids["build"].ToString(),
            ("number", _) => "1",
            ("which", _) => "banner",
            _ => world.Ids["study"].ToString(),
        };

    static StringContent? ContentOf(Operation operation) =>
        operation.Bodies.TryGetValue("application/json", out var body)
            ? new StringContent(body.Example?.GetRawText() ?? "{}", Encoding.UTF8, "application/json")
            : null;
}
