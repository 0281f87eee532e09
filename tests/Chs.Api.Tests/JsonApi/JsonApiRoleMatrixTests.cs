using System.Text.RegularExpressions;
using Chs.Api.Tests.Access.Roles;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.JsonApi;

/// <summary>
/// Who gets what from v1 and v2: every verb of every address, as every role. The table is <c>jsonapi-matrix.txt</c>.
/// </summary>
[Collection("api")]
public class JsonApiRoleMatrixTests(RoleWorld world) : IClassFixture<RoleWorld>
{
    static readonly RoleMatrix Matrix = RoleMatrix.Read("JsonApi/jsonapi-matrix.txt");
    static readonly string[] Versions = ["v1", "v2"];

    static readonly HashSet<string> Published =
    [
        .. Contract.Read("runner").Operations.Select(operation => ShapeOf(operation.Verb, operation.Path)),
    ];

    static readonly HashSet<string> InTable =
    [
        .. from row in Matrix.Rows from version in Versions select ShapeOf(row.Verb, $"/api/{version}/{row.Path}"),
    ];

    public static TheoryData<string> Requests => new(Matrix.Rows.Select(row => row.Request));

    [Theory, MemberData(nameof(Requests))]
    public async Task Each_role_gets_what_its_column_says(string request)
    {
        var row = Matrix[request];
        List<string> differences = [];
        foreach (var version in Versions)
        foreach (var (role, expected) in row.StatusByRole)
        {
            using var answer = await world.SendAsync(
                role,
                row.Verb,
                $"/api/{version}/{row.Path}",
                () => JsonApiDocuments.For(row.Verb, row.Path, world.Ids)
            );
            var status = ((int)answer.StatusCode).ToString();
            if (status != expected)
                differences.Add($"{version} as {role}: {status} instead of {expected}");
        }

        Assert.True(differences is [], $"{request}\n{string.Join('\n', differences)}");
    }

    [Fact]
    public void The_table_has_every_role() =>
        Assert.Equal(RolePeople.Roles.Concat(RoleWorld.PlayRoles).Order(), Matrix.Roles.Order());

    [Fact]
    public void The_table_has_every_published_operation() => Assert.Empty(Published.Except(InTable));

    [Fact]
    public void The_table_has_no_operation_that_is_not_published() => Assert.Empty(InTable.Except(Published));

    /// <summary>Names of path parameters don't matter.</summary>
    static string ShapeOf(string verb, string path) => $"{verb} {Regex.Replace(path, "{[a-z]+}", "{}")}";
}
