using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace Chs.Api.Tests.V3;

/// <summary>Requests that can't be read completely do nothing, and are no fault of the server's.</summary>
[Collection("api")]
public class HarmlessRefusalTests(ApiHost host)
{
    [Fact]
    public async Task A_refused_log_out_leaves_the_browser_logged_in()
    {
        var (client, _, _) = await host.ResearcherAsync();
        using var browser = client;
        using var refused = await browser.DeleteAsync("/api/v3/session?_=1");
        Assert.Equal([("/_", "unknown_parameter")], await ApiHost.FaultsAsync(refused));
        Assert.False(refused.Headers.Contains("Set-Cookie"));
        await browser.GetJsonAsync("/api/v3/me");
    }

    [Fact]
    public async Task Refused_requests_for_a_password_use_up_none_of_the_accounts_mails()
    {
        var (client, email, _) = await host.ResearcherAsync();
        client.Dispose();
        using var nobody = host.Nobody();
        for (var i = 0; i < 6; i++)
        {
            using var refused = await nobody.PostAsync("/api/v3/password-resets?x=1", new { email });
            Assert.Equal(400, (int)refused.StatusCode);
        }

        using var asked = await nobody.PostAsync("/api/v3/password-resets", new { email });
        Assert.Equal(204, (int)asked.StatusCode);
        await host.MailAsync(email, "password");
    }

    [Theory, InlineData("/api/v3/institutions"), InlineData("/api/v3/open-studies")]
    public async Task A_form_that_nothing_takes_changes_nothing(string path)
    {
        using var nobody = host.Nobody();
        var form = new ByteArrayContent([]);
        form.Headers.ContentType = new MediaTypeHeaderValue("multipart/form-data");
        using var answer = await nobody.SendAsync(HttpMethod.Get, path, form);
        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_no_text_in_its_encoding_is_refused()
    {
        using var nobody = host.Nobody();
        var body = new ByteArrayContent(Convert.FromHexString("7B22C3227D"));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        using var answer = await nobody.SendAsync(HttpMethod.Post, "/api/v3/session", body);
        Assert.Equal([("", "malformed")], await ApiHost.FaultsAsync(answer));
    }

    [Fact]
    public async Task A_byte_order_mark_hides_no_fault()
    {
        using var nobody = host.Nobody();
        var body = new ByteArrayContent([.. Encoding.UTF8.Preamble, .. """{"email":"a@b.example","pasword":"x"}"""u8]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await nobody.SendAsync(HttpMethod.Post, "/api/v3/session", body);
        Assert.Equal(
            [("/password", "required"), ("/pasword", "unknown_member")],
            (await ApiHost.FaultsAsync(answer)).Order()
        );
    }

    [Fact]
    public async Task An_invented_name_comes_back_shortened()
    {
        using var nobody = host.Nobody();
        var body = new Dictionary<string, int> { [new string('<', 100_000)] = 1 };
        using var answer = await nobody.PostAsync("/api/v3/session", body);
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.True((await answer.Content.ReadAsByteArrayAsync()).Length < 10_000);
    }
}
