using System.Net;
using Xunit;

namespace Chs.Api.Tests.Pages;

[Collection("api")]
public class LogInPageTests(ApiHost host)
{
    [Fact]
    public async Task Whoever_is_not_logged_in_is_sent_to_the_log_in_and_back()
    {
        using var nobody = host.Nobody();
        var studies = await nobody.GetJsonAsync("/api/v3/open-studies");
        var study = studies.GetProperty("items")[0].GetProperty("id").GetGuid();
        var page = $"/studies/j/{study}/{Guid.NewGuid()}/";
        using var answer = await nobody.GetAsync(page);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/login/?next={Uri.EscapeDataString(page)}", answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task A_log_in_leads_to_no_other_site(string next)
    {
        using var browser = host.Nobody();
        await browser.GetJsonAsync("/api/v3/antiforgery");
        var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["email"] = "researcher@demo.chs",
                ["password"] = "let us try CHS",
                ["next"] = next,
                ["csrftoken"] = browser.Cookie("csrftoken")!,
            }
        );
        var answer = await browser.SendAsync(HttpMethod.Post, "/login/", form);
        Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task A_log_in_form_of_another_site_is_refused()
    {
        using var browser = host.Nobody();
        await browser.GetJsonAsync("/api/v3/antiforgery");
        Task<HttpResponseMessage> Post(string token, params (string, string)[] headers)
        {
            var form = new Dictionary<string, string>
            {
                ["email"] = "researcher@demo.chs",
                ["password"] = "let us try CHS",
                ["csrftoken"] = token,
            };
            return browser.SendAsync(HttpMethod.Post, "/login/", new FormUrlEncodedContent(form), headers);
        }

        await Post("").HasStatusAsync(HttpStatusCode.Forbidden);
        await Post(browser.Cookie("csrftoken")!, ("Origin", "https://evil.example"))
            .HasStatusAsync(HttpStatusCode.Forbidden);
        Assert.Null(browser.Cookie("sessionid"));
    }
}
