using System.Net;
using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Infrastructure;
using Chs.Infrastructure.Settings;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Chs.Api.Tests.Pages;

/// <summary>The page with which families want no more mails, also pressed by mail programs (RFC 8058).</summary>
[Collection("api")]
public class UnsubscribePageTests(ApiHost host)
{
    [Fact]
    public async Task Only_the_press_changes_something_and_it_needs_no_cookie()
    {
        var (parent, _, _) = await host.FamilyAsync();
        using var family = parent;
        var path = await PathAsync(parent);
        using var program = host.Nobody();
        using var shown = await program.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Contains("<button>", await shown.Content.ReadAsStringAsync());
        using var looked = await program.SendAsync(HttpMethod.Head, path);
        Assert.Equal(4, await WantedAsync(parent));

        using var body = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        using var pressed = await program.SendAsync(HttpMethod.Post, path, body, ("Origin", "https://mail.example"));
        Assert.Equal(HttpStatusCode.OK, pressed.StatusCode);
        Assert.False(pressed.Headers.Contains("Set-Cookie"));
        Assert.Equal(0, await WantedAsync(parent));
        await program.GetAsync("/api/v3/me").HasStatusAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_link_that_is_none_says_so()
    {
        using var nobody = host.Nobody();
        await nobody.GetAsync("/unsubscribe/?token=x").HasStatusAsync(HttpStatusCode.BadRequest);
        await nobody.GetAsync("/unsubscribe/").HasStatusAsync(HttpStatusCode.BadRequest);
        using var pressed = await nobody.SendAsync(HttpMethod.Post, "/unsubscribe/?token=x");
        Assert.Equal(HttpStatusCode.BadRequest, pressed.StatusCode);
    }

    static async Task<int> WantedAsync(ApiClient parent) =>
        (await parent.GetJsonAsync("/api/v3/me/mail-preferences")).GetProperty("wanted").GetArrayLength();

    /// <summary>What a mail to this family would hold.</summary>
    async Task<string> PathAsync(ApiClient parent)
    {
        var id = (await parent.GetJsonAsync("/api/v3/me")).GetProperty("id").GetGuid();
        await using var db = host.Database();
        var user = await db.Users.SingleAsync(u => u.Uuid == id);
        await using var services = new ServiceCollection()
            .AddInfrastructure(new ChsSettings { DataDirectory = host.Data })
            .BuildServiceProvider();
        var seal = new SealedTexts(services.GetRequiredService<ISeal>());
        var site = new SiteAddress(new Uri("http://localhost/"), null) { PlayHost = "play.localhost" };
        return new UnsubscribeLinks(seal, site).For(user).PathAndQuery;
    }
}
