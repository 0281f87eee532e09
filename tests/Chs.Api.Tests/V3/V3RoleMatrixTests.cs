using System.Text;
using Chs.Api.Tests.Access.Roles;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3;

/// <summary>Who gets what from v3: every operation, as every role. The table is <c>v3-matrix.txt</c>.</summary>
[Collection("api")]
public class V3RoleMatrixTests(RoleWorld world) : IClassFixture<RoleWorld>
{
    static readonly RoleMatrix Matrix = RoleMatrix.Read("V3/v3-matrix.txt");

    static readonly string[] Published =
    [
        .. Contract.Read("v3").Operations.Select(operation => $"{operation.Verb} {operation.Path}"),
    ];

    public static TheoryData<string> Requests => new(Matrix.Rows.Select(row => row.Request));

    [Theory, MemberData(nameof(Requests))]
    public async Task Each_role_gets_what_its_column_says(string request)
    {
        var row = Matrix[request];
        List<string> differences = [];
        foreach (var (role, expected) in row.StatusByRole.Where(cell => cell.Value != RoleMatrix.NotAsked))
        {
            using var answer = await world.SendAsync(
                role,
                row.Verb,
                $"/api/v3/{row.Path}",
                () => ContentOf(row),
                ("If-Match", "*")
            );
            var status = ((int)answer.StatusCode).ToString();
            if (status != expected)
                differences.Add($"{role}: {status} instead of {expected}");
        }

        Assert.True(differences is [], $"{request}\n{string.Join('\n', differences)}");
    }

    ByteArrayContent? ContentOf(RoleMatrix.Row row) =>
        row.Body switch
        {
            "" => null,
            "@square" => Some.Picture(20, 20),
            "@wide" => Some.Picture(40, 20),
            var json => new StringContent(world.FillIds(json), Encoding.UTF8, "application/json"),
        };

    [Fact]
    public void The_table_has_every_role() => Assert.Equal(RolePeople.Roles.Order(), Matrix.Roles.Order());

    [Fact]
    public void The_table_has_every_published_operation() =>
        Assert.Empty(Published.Except(Matrix.Rows.Select(OperationOf)));

    [Fact]
    public void The_table_has_no_operation_that_is_not_published() =>
        Assert.DoesNotContain(Matrix.Rows, row => OperationOf(row) is null);

    /// <summary>
    /// The published operation of a row. Of several templates that match, it is the one with the fewest parameters.
    /// </summary>
    static string? OperationOf(RoleMatrix.Row row)
    {
        var address = $"{row.Verb} /api/v3/{row.Path.Split('?')[0]}".Split('/');
        return Published
            .Where(operation => Matches(operation.Split('/'), address))
            .MinBy(operation => operation.Count(c => c == '{'));
    }

    static bool Matches(string[] template, string[] address) =>
        template.Length == address.Length
        && template.Zip(address).All(pair => pair.First == pair.Second || pair.First.StartsWith('{'));
}
