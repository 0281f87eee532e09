using System.Net;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>What the program's log says of requests that it refuses.</summary>
[Collection("api")]
public class RefusalLogTests(ApiHost host)
{
    [Fact]
    public async Task Names_who_was_refused_what()
    {
        using var parent = await host.LoggedInAsync("parent");
        var account = (await parent.GetJsonAsync("/api/v3/me")).GetProperty("id").GetString()!;
        var study = Guid.NewGuid();
        await parent.GetAsync($"/api/v3/studies/{study}").HasStatusAsync(HttpStatusCode.NotFound);
        await parent.GetAsync("/api/v3/accounts").HasStatusAsync(HttpStatusCode.Forbidden);
        await LineAsync($"Refused with 404: GET /api/v3/studies/{study} of account {account}");
        await LineAsync($"Refused with 403: GET /api/v3/accounts of account {account}");
    }

    [Fact]
    public async Task Holds_no_line_break_and_nothing_of_a_query()
    {
        using var parent = await host.LoggedInAsync("parent");
        var mark = $"{Guid.NewGuid():N}";
        using var answer = await parent.GetAsync($"/api/v3/{mark}%0Ainfo:%20forged?email=ada@family.example");
        await LineAsync($"GET /api/v3/{mark}%0Ainfo:%20forged of account");
        Assert.DoesNotContain("ada@family.example", host.Server.Output);
    }

    [Fact]
    public async Task Says_nothing_of_who_is_not_logged_in()
    {
        using var nobody = host.Nobody();
        var mark = $"{Guid.NewGuid():N}";
        await nobody.GetAsync($"/api/v3/{mark}").HasStatusAsync(HttpStatusCode.NotFound);
        using var parent = await host.LoggedInAsync("parent");
        var later = $"{Guid.NewGuid():N}";
        await parent.GetAsync($"/api/v3/{later}").HasStatusAsync(HttpStatusCode.NotFound);
        await LineAsync(later);
        Assert.DoesNotContain(mark, host.Server.Output);
    }

    /// <summary>The console is written a moment after the answer.</summary>
    Task LineAsync(string text) =>
        Eventually.HoldsAsync(text, () => host.Server.Output.Contains(text, StringComparison.Ordinal));
}
