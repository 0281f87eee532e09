using System.Text.RegularExpressions;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.OpenApi;

/// <summary>docs/coverage.md, which names the operations for each capability of the reference system.</summary>
public class CoveragePageTests
{
    static readonly List<string[]> Rows =
    [
        .. File.ReadLines(Repository.File("docs/coverage.md"))
            .Where(line => Regex.IsMatch(line, @"^\| [RP]\d+ \|"))
            .Select(line => line.Split('|')[1..^1]),
    ];

    [Fact]
    public void The_page_has_every_row_of_the_specification_once() =>
        Assert.Equal(
            [.. Enumerable.Range(1, 31).Select(i => $"R{i}"), .. Enumerable.Range(1, 19).Select(i => $"P{i}")],
            Rows.Select(row => row[0].Trim())
        );

    [Fact]
    public void The_page_names_operations_that_exist_or_says_what_is_missing()
    {
        var published = Contract.Read("v3").Operations.Select(operation => operation.Id).ToHashSet();
        foreach (var row in Rows)
        {
            var named = OperationsOf(row);
            Assert.Empty(named.Except(published));
            if (named is [])
                Assert.NotEqual("", row[3].Trim());
        }
    }

    [Fact]
    public void The_page_leaves_out_no_operation_but_those_of_programs()
    {
        string[] others = ["registerVideo"];
        var named = Rows.SelectMany(OperationsOf);
        var published = Contract.Read("v3").Operations.Select(operation => operation.Id);
        Assert.Equal(others.Order(), published.Except(named).Order());
    }

    static List<string> OperationsOf(string[] row) =>
        [.. Regex.Matches(row[2], "`(\\w+)`").Select(match => match.Groups[1].Value)];
}
