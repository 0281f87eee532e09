using Xunit;

namespace Chs.Api.Tests.V3.Site;

[Collection("api")]
public class ContentPageTests(ApiHost host)
{
    [Fact]
    public async Task A_page_becomes_public_only_when_somebody_says_so()
    {
        using var staff = await host.LoggedInAsync("admin");
        var slug = $"p{Guid.NewGuid():N}";
        var created = await staff.PostJsonAsync(
            "/api/v3/pages",
            new
            {
                slug,
                title = "T",
                markdown = "M",
            }
        );
        Assert.False(created.GetProperty("isPublished").GetBoolean());

        using var answer = await staff.PutAsync($"/api/v3/pages/{slug}", new { title = "T", markdown = "M2" });
        Assert.Equal([("/isPublished", "required")], await ApiHost.FaultsAsync(answer));
        var kept = await staff.GetJsonAsync($"/api/v3/pages/{slug}");
        Assert.False(kept.GetProperty("isPublished").GetBoolean());
    }
}
