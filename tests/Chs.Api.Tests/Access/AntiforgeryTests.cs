using System.Text;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>What other pages can do in the browser of somebody who is logged in here: nothing.</summary>
[Collection("api")]
public class AntiforgeryTests(ApiHost host)
{
    [Theory]
    [InlineData("X-CSRFToken", "")]
    [InlineData("X-CSRFToken", "wrong")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Referer", "https://evil.example/page")]
    public async Task A_browser_must_send_the_antiforgery_value_from_our_origin(string header, string value)
    {
        using var parent = await host.LoggedInAsync("parent");
        await parent
            .PostAsync("/api/v3/me/tokens", new { label = "x" }, (header, value))
            .IsProblemAsync(403, "csrf.failed");
    }

    [Fact]
    public async Task Our_own_origin_is_accepted()
    {
        var (client, _, _) = await host.FamilyAsync();
        using var parent = client;
        var ourOrigin = host.Server.Address.ToString().TrimEnd('/');
        await parent.PostAsync("/api/v3/me/tokens", new { label = "x" }, ("Origin", ourOrigin)).SucceedsAsync();
    }

    [Fact]
    public async Task Another_page_changes_nothing_whatever_the_operation()
    {
        var (family, study, child) = await host.FamilyAsync();
        using var parent = family;
        var session = parent.Cookie("sessionid");
        // The victim's browser sends the session with the requests of another page. That page doesn't know the
        // antiforgery value.
        (string, string)[][] forgeries =
        [
            [("Cookie", $"sessionid={session}")],
            [("Cookie", $"sessionid={session}; csrftoken=known-to-nobody"), ("X-CSRFToken", "guessed")],
            [("Cookie", $"sessionid={session}; csrftoken=same"), ("X-CSRFToken", "same")],
            [
                ("Cookie", $"sessionid={session}; csrftoken=same"),
                ("X-CSRFToken", "same"),
                ("Origin", "https://evil.example"),
            ],
        ];
        var operations = Contract
            .Read("v3")
            .Operations.Where(operation => operation.IsUnsafe && operation.Id != "registerVideo")
            .ToList();
        Assert.InRange(operations.Count, 40, 200);
        using var page = host.Nobody();
        foreach (var operation in operations)
        foreach (var headers in forgeries)
        {
            using var answer = await page.SendAsync(
                new HttpMethod(operation.Verb),
                operation.FillPath((_, before) => PathValue(before, study, child)),
                new StringContent("{}", Encoding.UTF8, "application/json"),
                [.. headers, ("If-Match", "*")]
            );
            Assert.True(
                await ApiHost.ProblemAsync(answer) == (403, "csrf.failed"),
                $"{operation.Id}: {answer.StatusCode}"
            );
        }

        Assert.Equal("Ada", (await parent.GetJsonAsync("/api/v3/me")).GetProperty("givenName").GetString());
    }

    static string PathValue(string before, Guid study, Guid child) =>
        before switch
        {
            "children" => child.ToString(),
            "pictures" => "banner",
            "pages" => "privacy",
            _ => study.ToString(),
        };
}
