using System.Linq.Expressions;
using Chs.Application.Rules;
using Xunit;

namespace Chs.Application.Tests.Rules;

public class ConditionsTests
{
    static readonly Expression<Func<int, bool>> IsEven = number => number % 2 == 0;

    [Fact]
    public void Both_hold_only_together() =>
        Assert.Equal([4, 6], Enumerable.Range(1, 6).Where(IsEven.And(other => other > 2).Compile()));

    [Fact]
    public void Either_is_enough() =>
        Assert.Equal([2, 4, 5, 6], Enumerable.Range(1, 6).Where(IsEven.Or(other => other > 4).Compile()));

    [Fact]
    public void Speak_of_one_row() => Assert.Single(IsEven.And(other => other > 2).Parameters);
}
