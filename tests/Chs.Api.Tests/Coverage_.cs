using System.Text.RegularExpressions;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>The page that says where the reference's capabilities are.</summary>
public class Coverage_
{
    static readonly List<string[]> Rows =
    [
        .. File.ReadLines(Repository.File("docs/coverage.md"))
            .Where(line => Regex.IsMatch(line, @"^\| R\d+ \|"))
            .Select(line => line.Split('|')[1..^1]),
    ];

    [Fact]
    public void Has_every_row_of_the_specification_once() =>
        Assert.Equal(Enumerable.Range(1, 31).Select(i => $"R{i}"), Rows.Select(row => row[0].Trim()));

    [Fact]
    public void Names_operations_that_exist_and_says_what_is_missing()
    {
        var published = Contract.Read("v3").Operations.Select(operation => operation.Id).ToHashSet();
        foreach (var row in Rows)
        {
            var named = Regex.Matches(row[2], "`(\\w+)`").Select(m => m.Groups[1].Value).ToList();
            Assert.Empty(named.Except(published));
            if (named is [])
                Assert.NotEqual("", row[3].Trim());
        }
    }

    [Fact]
    public void Leaves_out_no_operation_but_those_of_families_and_programs()
    {
        string[] others = ["listOpenStudies", "readChild", "updateChild", "deleteChild", "registerVideo"];
        var named = Rows.SelectMany(row => Regex.Matches(row[2], "`(\\w+)`").Select(m => m.Groups[1].Value))
            .ToHashSet();
        Assert.Equal(
            others.Order(),
            Contract.Read("v3").Operations.Select(operation => operation.Id).Except(named).Order()
        );
    }
}
