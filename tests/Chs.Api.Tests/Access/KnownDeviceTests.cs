using System.Net;
using Chs.Api.Tests.V3.Accounts;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>The cookie that keeps strangers from using up the codes of a browser that its owner has used.</summary>
[Collection("api")]
public class KnownDeviceTests(ApiHost host)
{
    const string Cookie = "device";

    [Fact]
    public async Task The_password_alone_makes_no_browser_a_known_one()
    {
        var (owner, email, _) = await OwnerAsync();
        owner.Dispose();
        using var guesser = await EnterPasswordAsync(email);
        Assert.Null(guesser.Cookie(Cookie));
    }

    [Fact]
    public async Task Who_has_activated_a_second_factor_has_codes_of_their_own_there_when_strangers_have_used_up_theirs()
    {
        var (owner, email, recovery) = await OwnerAsync();
        using (owner)
        {
            await UseUpAsync(email);
            await EnterPasswordAsync(owner, email);
            await owner
                .PostAsync("/api/v3/session/second-factor", new { code = recovery })
                .HasStatusAsync(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task The_cookie_of_a_log_in_before_the_second_factor_counts_for_nothing()
    {
        var email = $"{Guid.NewGuid():N}@uni.example";
        using var owner = host.Nobody();
        await ApiHost.SignUpAsync(owner, email, "Ada", "Example", researcher: true);
        var before = owner.Cookie(Cookie)!;
        var app = await owner.BeginSecondFactorAsync();
        await owner.ActivateSecondFactorAsync(app);
        await UseUpAsync(email);
        await AssertIsStrangeAsync(email, before);
    }

    /// <summary>Whoever had the account before may have made it.</summary>
    [Fact]
    public async Task The_cookie_of_a_log_in_before_a_new_password_by_mail_counts_for_nothing()
    {
        var (owner, email, _) = await host.ResearcherAsync();
        using (owner)
        {
            await owner.ActivateSecondFactorAsync(await owner.BeginSecondFactorAsync());
            var before = owner.Cookie(Cookie)!;
            using var nobody = host.Nobody();
            await nobody.PostAsync("/api/v3/password-resets", new { email }).SucceedsAsync();
            var token = await host.TokenAsync(email, "Choose a new password");
            var chosen = new { token, password = ApiHost.Password };
            await nobody.PutAsync("/api/v3/password-resets", chosen).SucceedsAsync();
            await UseUpAsync(email);
            await AssertIsStrangeAsync(email, before);
        }
    }

    [Fact]
    public async Task A_cookie_that_was_changed_counts_for_nothing()
    {
        var (owner, email, _) = await OwnerAsync();
        using (owner)
        {
            var cookie = owner.Cookie(Cookie)!;
            await UseUpAsync(email);
            var last = cookie[^2] == 'A' ? 'B' : 'A';
            await AssertIsStrangeAsync(email, $"{cookie[..^2]}{last}{cookie[^1]}");
        }
    }

    [Fact]
    public async Task Each_log_in_leaves_another_cookie()
    {
        var email = $"{Guid.NewGuid():N}@family.example";
        using var owner = host.Nobody();
        await ApiHost.SignUpAsync(owner, email, "Ada", "Example", researcher: false);
        var first = owner.Cookie(Cookie);
        await owner.PostJsonAsync("/api/v3/session", new { email, password = ApiHost.Password });
        Assert.NotEqual(first, owner.Cookie(Cookie));
    }

    async Task AssertIsStrangeAsync(string email, string cookie)
    {
        using var stranger = host.Nobody();
        stranger.SetCookie(Cookie, cookie);
        await EnterPasswordAsync(stranger, email);
        await stranger
            .PostAsync("/api/v3/session/second-factor", new { code = "000000" })
            .IsProblemAsync(429, "account.too_many_attempts");
    }

    async Task UseUpAsync(string email)
    {
        using var guesser = await EnterPasswordAsync(email);
        for (var i = 0; i < 10; i++)
            await guesser
                .PostAsync("/api/v3/session/second-factor", new { code = "000000" })
                .IsProblemAsync(401, "account.wrong_code");
    }

    async Task<ApiClient> EnterPasswordAsync(string email)
    {
        var browser = host.Nobody();
        await EnterPasswordAsync(browser, email);
        return browser;
    }

    static Task EnterPasswordAsync(ApiClient browser, string email) =>
        browser
            .PostAsync("/api/v3/session", new { email, password = ApiHost.Password })
            .HasStatusAsync(HttpStatusCode.Accepted);

    /// <summary>A researcher who has just activated a second factor.</summary>
    async Task<(ApiClient Browser, string Email, string RecoveryCode)> OwnerAsync()
    {
        var browser = host.Nobody();
        var email = $"{Guid.NewGuid():N}@uni.example";
        await ApiHost.SignUpAsync(browser, email, "Ada", "Example", researcher: true);
        var recovery = await browser.ActivateSecondFactorAsync(await browser.BeginSecondFactorAsync());
        return (browser, email, recovery[0].GetString()!);
    }
}
