using System.Net;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>Who is asking: sessions and keys.</summary>
[Collection("api")]
public class AuthenticationTests(ApiHost host)
{
    [Theory]
    [InlineData("me")]
    [InlineData("children")]
    [InlineData("studies")]
    [InlineData("me/tokens")]
    [InlineData("studies/{none}")]
    [InlineData("studies/{none}/responses")]
    [InlineData("studies/{none}/exports/responses.csv")]
    public async Task V3_asks_for_a_log_in_where_something_is_private(string path)
    {
        using var nobody = host.Nobody();
        var address = path.Replace("{none}", Guid.NewGuid().ToString(), StringComparison.Ordinal);
        await nobody.GetAsync($"/api/v3/{address}").IsProblemAsync(401, "access.unauthenticated");
    }

    [Theory]
    [InlineData("studies")]
    [InlineData("children")]
    [InlineData("responses")]
    [InlineData("past-sessions")]
    public async Task V1_asks_for_a_token_where_something_is_private(string resource)
    {
        using var nobody = host.Nobody();
        var path = $"/api/v1/{resource}/{Guid.NewGuid()}/";
        await nobody.GetAsync(path).IsJsonApiErrorAsync(401, "not_authenticated", "/data");
        using var answer = await nobody.GetAsync(path);
        Assert.Equal("Token", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_key_works_on_each_contract_with_the_word_of_that_contract()
    {
        var (client, study, _) = await host.FamilyAsync();
        using var parent = client;
        var (key, _) = await CreateKeyAsync(parent);
        await GetAsync("/api/v3/me", $"Bearer {key}").HasStatusAsync(HttpStatusCode.OK);
        await GetAsync($"/api/v1/studies/{study}/", $"Token {key}").HasStatusAsync(HttpStatusCode.OK);
        await GetAsync("/api/v3/me", $"Token {key}").HasStatusAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public Task V2_refuses_an_unknown_token() =>
        GetAsync($"/api/v2/studies/{Guid.NewGuid()}/", $"Token {new string('0', 40)}")
            .IsJsonApiErrorAsync(401, "authentication_failed", "/data");

    [Fact]
    public Task V3_refuses_a_wrong_key_even_where_none_is_needed() =>
        GetAsync("/api/v3/labs", "Bearer wrong").HasStatusAsync(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task A_key_works_until_it_is_revoked()
    {
        var (client, _, _) = await host.FamilyAsync();
        using var parent = client;
        var (key, id) = await CreateKeyAsync(parent);
        await GetAsync("/api/v3/me", $"Bearer {key}").HasStatusAsync(HttpStatusCode.OK);
        await parent.DeleteAsync($"/api/v3/me/tokens/{id}").HasStatusAsync(HttpStatusCode.NoContent);
        await GetAsync("/api/v3/me", $"Bearer {key}").HasStatusAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_database_has_no_key_that_works()
    {
        var (client, _, _) = await host.FamilyAsync();
        using var parent = client;
        var (key, _) = await CreateKeyAsync(parent);
        Assert.Matches("^[0-9a-f]{40}$", key);
        var email = (await parent.GetJsonAsync("/api/v3/me")).GetProperty("email").GetString()!;
        var database = await host.DatabaseTextAsync();
        Assert.Contains(email, database);
        Assert.DoesNotContain(key, database);
    }

    [Fact]
    public async Task A_session_ends_with_the_log_out()
    {
        var (client, _, _) = await host.FamilyAsync();
        using var parent = client;
        var session = parent.Cookie("sessionid")!;
        await parent.DeleteAsync("/api/v3/session").HasStatusAsync(HttpStatusCode.NoContent);
        using var thief = host.Nobody();
        await thief
            .GetAsync("/api/v3/me", ("Cookie", $"sessionid={session}"))
            .HasStatusAsync(HttpStatusCode.Unauthorized);
    }

    async Task<HttpResponseMessage> GetAsync(string path, string authorization)
    {
        using var script = host.Nobody();
        return await script.GetAsync(path, ("Authorization", authorization));
    }

    static async Task<(string Key, Guid Id)> CreateKeyAsync(ApiClient client)
    {
        var token = await client.PostJsonAsync("/api/v3/me/tokens", new { label = "script", validDays = 1 });
        return (token.GetProperty("key").GetString()!, token.GetProperty("id").GetGuid());
    }
}
