using System.Net;
using Chs.Api.Access;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>The networks by which attempts are counted.</summary>
public class NetworksTests
{
    [Theory]
    [InlineData("203.0.113.77", "203.0.113.77/32", null)]
    [InlineData("::ffff:203.0.113.77", "203.0.113.77/32", null)]
    [InlineData("2001:db8:1:2:3::4", "2001:db8:1:2::/64", "2001:db8:1::/48")]
    [InlineData(null, "nowhere", null)]
    public void A_home_is_one_address_or_all_of_its_network(string? address, string home, string? site)
    {
        var parsed = address is null ? null : IPAddress.Parse(address);
        Assert.Equal(home, Networks.OfHome(parsed));
        Assert.Equal(site, Networks.OfSite(parsed));
    }
}
