using Chs.Application.Exports;
using Xunit;

namespace Chs.Application.Tests.Exports;

public class NestedRestTests
{
    [Fact]
    public void Is_nested_as_the_names_of_columns_are_made() =>
        Assert.Equal(
            """
            {"0":{"frameName":"1-c","a":{"b":1.50,"c":{"0":true,"1":{"d":null}}},"é<":"'\"\\"},"1":{"frameName":"2-c","value":"x"}}
            """,
            RestOf("""{"1-c":{"é<":"'\"\\","a":{"b":1.50,"c":[true,{"d":null}]},"empty":{}},"2-c":"x"}""")
        );

    [Fact]
    public void Holds_only_what_has_no_column()
    {
        const string conditions = """{"1-c":{"a":{"b":1,"c":2},"d":{"e":3}},"2-c":"x"}""";
        Assert.Equal("""{"0":{"a":{"c":2},"d":{"e":3}},"1":"x"}""", RestOf(conditions, 0, 1, 4));
        Assert.Equal("""{"0":{"frameName":"1-c"}}""", RestOf(conditions, 1, 2, 3, 4, 5));
    }

    [Fact]
    public void Names_nothing_twice() =>
        Assert.Equal(
            """{"0":{"frameName#2":"1-c","a#2":1,"a":2,"a.b":4,"frameName":3}}""",
            RestOf("""{"1-c":{"a":1,"a":2,"frameName":3,"a.b":4}}""")
        );

    /// <param name="placed">Positions of values that have columns.</param>
    static string RestOf(string conditions, params int[] placed) =>
        NestedRest.Of(NestedValue.AllOf(new NestedSource([], "[]", conditions, []))[2], [.. placed]);
}
