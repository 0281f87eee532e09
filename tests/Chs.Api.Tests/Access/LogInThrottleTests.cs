using System.Net;
using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>Guessing passwords.</summary>
[Collection("api")]
public class LogInThrottleTests(ApiHost host)
{
    [Fact]
    public async Task Guesses_for_an_unknown_account_are_slowed_down()
    {
        using var guesser = host.Nobody();
        var answers = await GuessAsync(guesser, "guessed@demo.chs", 12);
        Assert.Equal(HttpStatusCode.Unauthorized, answers[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
    }

    [Fact]
    public async Task Whoever_guesses_too_often_is_told_how_long_to_wait()
    {
        using var guesser = host.Nobody();
        await GuessAsync(guesser, "told@demo.chs", 11);
        using var refused = await LogInAsync(guesser, "told@demo.chs");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    [Fact]
    public async Task Guesses_for_an_account_end_soon_and_then_the_right_password_does_not_help()
    {
        var (email, owner) = await AccountAsync();
        using var attacker = host.Nobody();
        var answers = await GuessAsync(attacker, email, 15);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.InRange(answers.Count(status => status == HttpStatusCode.Unauthorized), 5, 10);
        await LogInAsync(attacker, email).HasStatusAsync(HttpStatusCode.TooManyRequests);
        // The owner's browser has logged in before and isn't counted with the strangers.
        await LogInAsync(owner, email).HasStatusAsync(HttpStatusCode.OK);
        // The cookie of another account doesn't help.
        var (_, other) = await AccountAsync();
        await LogInAsync(other, email).HasStatusAsync(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task The_browser_of_the_owner_allows_no_unlimited_guesses_either()
    {
        var (email, owner) = await AccountAsync();
        var answers = await GuessAsync(owner, email, 11);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
    }

    [Fact]
    public async Task Nobody_learns_which_accounts_exist()
    {
        using var guesser = host.Nobody();
        Assert.Equal(await DetailAsync("reviewer@demo.chs"), await DetailAsync("nobody@demo.chs"));

        async Task<string?> DetailAsync(string email)
        {
            var logIn = new { email, password = "not the password" };
            var problem = JsonDocument.Parse(await guesser.PostAsync("/api/v3/session", logIn).TextAsync());
            return problem.RootElement.GetProperty("detail").GetString();
        }
    }

    /// <summary>An account, and a browser that has logged in with it.</summary>
    async Task<(string Email, ApiClient Owner)> AccountAsync()
    {
        var email = $"p{Guid.NewGuid():N}@family.example";
        var owner = host.Nobody();
        await ApiHost.SignUpAsync(owner, email, "Ada", "Example", researcher: false);
        return (email, owner);
    }

    static Task<HttpResponseMessage> LogInAsync(ApiClient client, string email) =>
        client.PostAsync("/api/v3/session", new { email, password = ApiHost.Password });

    static async Task<List<HttpStatusCode>> GuessAsync(ApiClient client, string email, int times)
    {
        List<HttpStatusCode> statuses = [];
        for (var i = 0; i < times; i++)
        {
            using var answer = await client.PostAsync("/api/v3/session", new { email, password = $"guess number {i}" });
            statuses.Add(answer.StatusCode);
        }

        return statuses;
    }
}
