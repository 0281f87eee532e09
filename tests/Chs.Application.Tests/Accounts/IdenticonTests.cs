using Chs.Application.Accounts;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class IdenticonTests
{
    static readonly Guid Id = new("10000000-0000-4000-8000-000000000000");

    [Fact]
    public void Is_a_png() =>
        Assert.StartsWith("data:image/png;base64,iVBORw0KGgo", Identicon.Of(Id), StringComparison.Ordinal);

    [Fact]
    public void Is_always_the_same_for_one_account() => Assert.Equal(Identicon.Of(Id), Identicon.Of(Id));

    [Fact]
    public void Differs_between_accounts() =>
        Assert.NotEqual(Identicon.Of(Id), Identicon.Of(new Guid("20000000-0000-4000-8000-000000000000")));
}
