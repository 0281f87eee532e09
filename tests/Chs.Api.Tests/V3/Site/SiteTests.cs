using Xunit;

namespace Chs.Api.Tests.V3.Site;

/// <summary>What a front end learns before anybody logs in.</summary>
[Collection("api")]
public class SiteTests(ApiHost host)
{
    [Fact]
    public async Task Says_what_is_asked_of_log_ins_and_where_mails_lead()
    {
        using var nobody = host.Nobody();
        var site = await nobody.GetJsonAsync("/api/v3/site");
        Assert.Equal("optional", site.GetProperty("secondFactor").GetString());
        Assert.Equal(0, site.GetProperty("institutionLogIns").GetArrayLength());
        Assert.Equal(0, site.GetProperty("textsToAccept").GetArrayLength());
        Assert.False(site.GetProperty("needsLinkAfterSignUp").GetBoolean());
        Assert.Equal("en", site.GetProperty("languages")[0].GetString());
        Assert.Equal(32 * 1024 * 1024, site.GetProperty("limits").GetProperty("bodyBytes").GetInt64());
        var link = site.GetProperty("mailLinks").GetProperty("confirmEmail").GetString();
        Assert.Equal($"{host.Server.Address}account/confirm/?token={{token}}", link);
    }

    [Fact]
    public async Task The_link_in_a_mail_is_the_one_that_it_says()
    {
        var (client, email, _) = await host.ResearcherAsync();
        using var browser = client;
        var token = await host.TokenAsync(email, "Confirm");
        var mail = await host.MailAsync(email, "Confirm");
        var links = (await browser.GetJsonAsync("/api/v3/site")).GetProperty("mailLinks");
        var link = links.GetProperty("confirmEmail").GetString()!.Replace("{token}", token);
        Assert.Contains(link, mail.TextBody);
    }
}
