using System.Net;
using Chs.Api.Tests.V3.Accounts;
using OtpNet;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>What an attacker knows from before a log-in opens nothing after it.</summary>
[Collection("api")]
public class SessionTakeoverTests(ApiHost host)
{
    [Fact]
    public async Task A_session_that_was_known_before_the_log_in_opens_nothing()
    {
        var (family, _, _) = await host.FamilyAsync();
        using var parent = family;
        var email = (await parent.GetJsonAsync("/api/v3/me")).GetProperty("email").GetString();
        const string planted = "planted-by-somebody-else-planted-by-somebody-else";
        using var victim = host.Nobody();
        await victim
            .PostAsync(
                "/api/v3/session",
                new { email, password = ApiHost.Password },
                ("Cookie", $"sessionid={planted}")
            )
            .HasStatusAsync(HttpStatusCode.OK);
        Assert.NotEqual(planted, victim.Cookie("sessionid"));
        using var attacker = host.Nobody();
        await attacker
            .GetAsync("/api/v3/me", ("Cookie", $"sessionid={planted}"))
            .HasStatusAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_session_from_before_the_second_factor_opens_nothing()
    {
        var (email, app) = await ResearcherWithSecondFactorAsync();
        using var client = host.Nobody();
        await client.PostAsync("/api/v3/session", new { email, password = ApiHost.Password });
        var pending = client.Cookie("sessionid");
        await client.PostAsync("/api/v3/session/second-factor", new { code = NextCode(app) }).SucceedsAsync();
        Assert.NotEqual(pending, client.Cookie("sessionid"));
        using var attacker = host.Nobody();
        await attacker
            .GetAsync("/api/v3/me", ("Cookie", $"sessionid={pending}"))
            .HasStatusAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_code_that_was_used_before_opens_nothing()
    {
        var (email, app) = await ResearcherWithSecondFactorAsync();
        var code = NextCode(app);
        using var owner = host.Nobody();
        await owner.PostAsync("/api/v3/session", new { email, password = ApiHost.Password });
        await owner.PostAsync("/api/v3/session/second-factor", new { code }).SucceedsAsync();
        using var attacker = host.Nobody();
        await attacker.PostAsync("/api/v3/session", new { email, password = ApiHost.Password });
        await attacker
            .PostAsync("/api/v3/session/second-factor", new { code })
            .IsProblemAsync(401, "account.wrong_code");
    }

    async Task<(string Email, Totp App)> ResearcherWithSecondFactorAsync()
    {
        var (client, email, _) = await host.ResearcherAsync();
        using var researcher = client;
        var app = await researcher.BeginSecondFactorAsync();
        await researcher.ActivateSecondFactorAsync(app);
        await host.MailAsync(email, "second factor is in use");
        return (email, app);
    }

    /// <summary>
    /// The current code was used to activate the second factor. The next one is valid too, because clocks may differ by
    /// one step.
    /// </summary>
    static string NextCode(Totp app) => app.ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30));
}
