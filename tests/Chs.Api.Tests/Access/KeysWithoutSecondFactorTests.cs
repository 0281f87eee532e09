using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>Keys that were made before anybody demanded a second factor of their owner.</summary>
public class KeysWithoutSecondFactorTests(InstitutionHost host) : IClassFixture<InstitutionHost>
{
    const string Password = "seven green bottles stand";

    [Fact]
    public async Task A_familys_key_is_refused_by_all_contracts_once_it_would_be_a_researchers()
    {
        using var person = ApiClient.To(host.Server.Address);
        var email = $"k{Guid.NewGuid():N}@uni.example";
        await person.PostJsonAsync("/api/v3/accounts", new { email, password = Password });
        await person.PostJsonAsync("/api/v3/session", new { email, password = Password });
        var token = await person.PostJsonAsync("/api/v3/me/tokens", new { label = "script" });
        var key = token.GetProperty("key").GetString();
        using var script = ApiClient.To(host.Server.Address);
        await script.GetAsync("/api/v3/children", ("Authorization", $"Bearer {key}")).SucceedsAsync();

        var researcher = new
        {
            password = Password,
            givenName = "Kit",
            familyName = "Example",
        };
        await person.PostJsonAsync("/api/v3/me/researcher", researcher);
        const string needed = "account.second_factor_needed";
        foreach (var path in (string[])["me", "children", "studies", "me/tokens"])
            await script.GetAsync($"/api/v3/{path}", ("Authorization", $"Bearer {key}")).IsProblemAsync(403, needed);
        await script
            .PostAsync("/api/v3/me/tokens", new { label = "later" }, ("Authorization", $"Bearer {key}"))
            .IsProblemAsync(403, needed);
        foreach (var path in (string[])["users", "children", "responses", "studies"])
        {
            using var refused = await script.GetAsync($"/api/v1/{path}/", ("Authorization", $"Token {key}"));
            Assert.Equal((403, "permission_denied", "/data"), await ApiHost.JsonApiErrorAsync(refused));
            Assert.Contains("second factor", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }
}
