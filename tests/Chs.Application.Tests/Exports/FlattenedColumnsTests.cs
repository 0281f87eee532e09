using Chs.Application.Exports;
using Xunit;

namespace Chs.Application.Tests.Exports;

public class FlattenedColumnsTests
{
    [Fact]
    public void Prefer_those_that_stand_nearest_to_the_beginning_in_some_response()
    {
        var columns = new FlattenedColumns();
        columns.Add(Conditions(Members("a", 3_000)));
        columns.Add(Conditions(Members("b", 10)));
        columns.Add(Conditions("\"a2999\":0"));
        var names = columns.Names.ToHashSet();
        Assert.Equal(FlattenedColumns.Maximum, names.Count);
        Assert.Subset(names, Enumerable.Range(0, 10).Select(i => $"response__conditions.0.b{i}").ToHashSet());
        Assert.Contains("response__conditions.0.a2999", names);
        Assert.DoesNotContain("response__conditions.0.a2998", names);
    }

    /// <summary>A condition whose frame can't be told is of little use.</summary>
    [Fact]
    public void Have_the_name_of_the_frame_before_the_members_of_its_condition()
    {
        var columns = new FlattenedColumns();
        columns.Add(Conditions(Members("a", 3_000)));
        Assert.Contains("response__conditions.0.frameName", columns.Names);
    }

    /// <summary>However many names there are in all.</summary>
    [Fact]
    public void Are_never_more_than_the_maximum()
    {
        var columns = new FlattenedColumns();
        for (var i = 0; i < 300; i++)
            columns.Add(Conditions(Members($"r{i}-", 100)));
        Assert.Equal(FlattenedColumns.Maximum, columns.Names.Count());
    }

    [Fact]
    public void Of_repeated_names_are_numbered_within_the_maximum()
    {
        var columns = new FlattenedColumns();
        columns.Add(Conditions(string.Join(',', Enumerable.Repeat("\"a.b\":1,\"a\":{\"b\":2}", 2_000))));
        Assert.Equal(FlattenedColumns.Maximum, columns.Names.Count());
    }

    [Theory]
    [InlineData("b", "a")]
    [InlineData("ab", "a")]
    [InlineData("😀", "\uFFFD")]
    [InlineData("😁", "😀")]
    [InlineData("", "")]
    public void Are_sorted_by_code_points(string after, string before)
    {
        Assert.Equal(after == before ? 0 : 1, Math.Sign(CodePointOrder.Instance.Compare(after, before)));
        Assert.Equal(after == before ? 0 : -1, Math.Sign(CodePointOrder.Instance.Compare(before, after)));
    }

    /// <summary>PostgreSQL counts bytes.</summary>
    [Theory]
    [InlineData("aa", "b")]
    [InlineData("é", "z")]
    [InlineData("b", "a")]
    public void Members_are_met_by_length_in_bytes_and_then_by_bytes(string after, string before) =>
        Assert.Equal(1, Math.Sign(MemberOrder.Instance.Compare(after, before)));

    static IReadOnlyList<NestedValue> Conditions(string members) =>
        NestedValue.AllOf(new NestedSource([], "[]", $$$"""{"1-c":{{{{members}}}}}""", []));

    static string Members(string prefix, int count) =>
        string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{prefix}{i}\":{i}"));
}
