using Chs.Api.Tests.JsonApi.Responses;
using Xunit;

namespace Chs.Api.Tests.JsonApi.Studies;

[Collection("api")]
public class ListStudiesTests(ApiHost host)
{
    [Fact]
    public async Task Families_see_active_studies()
    {
        using var parent = await host.LoggedInAsync("parent");
        var (study, _) = await parent.DemoAsync();
        Assert.Contains(study, await parent.IdsAsync("/api/v1/studies/?page_size=100"));
    }
}
