using Chs.Api.Tests.V3.Studies;
using Xunit;

namespace Chs.Api.Tests.V3;

/// <summary>A refusal says which right the operation needs, as its contract does.</summary>
[Collection("api")]
public class RefusalsSayWhatIsNeededTests(ApiHost host)
{
    [Theory]
    [InlineData("GET", "audit", "You may not do this. Needs: the right")]
    [InlineData("GET", "accounts", "You may not do this. Needs: the right viewUsers on the site.")]
    [InlineData("GET", "labs/{lab}/tokens", "You may not do this. Needs: the right manageResearchers on the lab.")]
    [InlineData(
        "PUT",
        "labs/{lab}/members/{lab}",
        "You may not do this. Needs: the right manageResearchers on the lab."
    )]
    public async Task A_forbidden_operation_names_its_right(string method, string path, string expected)
    {
        var (owner, email, _) = await host.ResearcherAsync();
        var lab = await owner.CreateLabAsync(email);
        using var reviewer = await host.LoggedInAsync("reviewer");
        await reviewer.PutAsync($"/api/v3/labs/{lab}/approval", new { }).SucceedsAsync();
        var (other, _, _) = await host.ResearcherAsync();
        var address = $"/api/v3/{path.Replace("{lab}", lab.ToString(), StringComparison.Ordinal)}";
        using var refused =
            method == "GET" ? await other.GetAsync(address) : await other.PutAsync(address, new { role = "guest" });
        Assert.Equal((403, "access.forbidden"), await ApiHost.ProblemAsync(refused));
        Assert.Contains(expected, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
