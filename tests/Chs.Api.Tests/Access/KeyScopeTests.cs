using System.Net;
using Chs.Api.Tests.V3.Studies;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>Keys of limited scope reach no further on any contract.</summary>
[Collection("api")]
public class KeyScopeTests(ApiHost host)
{
    async Task<string> KeyAsync(object body)
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var token = await researcher.PostJsonAsync("/api/v3/me/tokens", body);
        return token.GetProperty("key").GetString()!;
    }

    Task<string> DeidentifiedKeyAsync() => KeyAsync(new { label = "d", isDeidentified = true });

    Task<string> ReadingKeyAsync() => KeyAsync(new { label = "r", isReadOnly = true });

    async Task<Guid> DemoStudyAsync()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        return (await researcher.DemoAsync()).Study;
    }

    [Theory]
    [InlineData("/api/v1/users/")]
    [InlineData("/api/v1/children/")]
    [InlineData("/api/v2/demographics/")]
    [InlineData("/api/v1/studies/{study}/responses/")]
    [InlineData("/api/v2/responses/")]
    public async Task A_key_without_identities_reads_no_families_on_v1_and_v2(string path)
    {
        var address = path.Replace("{study}", (await DemoStudyAsync()).ToString(), StringComparison.Ordinal);
        using var script = host.Nobody();
        await script
            .GetAsync(address, ("Authorization", $"Token {await DeidentifiedKeyAsync()}"))
            .IsJsonApiErrorAsync(403, "permission_denied", "/data");
    }

    [Fact]
    public async Task A_key_without_identities_reads_studies()
    {
        using var script = host.Nobody();
        await script
            .GetAsync("/api/v1/studies/", ("Authorization", $"Token {await DeidentifiedKeyAsync()}"))
            .HasStatusAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_without_identities_exports_no_names()
    {
        var export = $"/api/v3/studies/{await DemoStudyAsync()}/exports/responses.csv";
        var authorization = ("Authorization", $"Bearer {await DeidentifiedKeyAsync()}");
        using var script = host.Nobody();
        await script.GetAsync(export, authorization).HasStatusAsync(HttpStatusCode.OK);
        await script.GetAsync($"{export}?columns=child__name", authorization).IsProblemAsync(403, "token.deidentified");
    }

    [Fact]
    public async Task A_key_for_reading_changes_no_study()
    {
        var study = await DemoStudyAsync();
        using var script = host.Nobody();
        await script
            .PatchAsync(
                $"/api/v3/studies/{study}",
                new { purpose = "x" },
                ("Authorization", $"Bearer {await ReadingKeyAsync()}"),
                ("If-Match", "*")
            )
            .IsProblemAsync(403, "token.read_only");
    }

    [Fact]
    public async Task A_key_for_reading_makes_no_wider_key()
    {
        using var script = host.Nobody();
        await script
            .PostAsync(
                "/api/v3/me/tokens",
                new { label = "wider" },
                ("Authorization", $"Bearer {await ReadingKeyAsync()}")
            )
            .IsProblemAsync(403, "token.out_of_scope");
    }

    /// <summary>Whoever is let in stays when the key is revoked.</summary>
    [Fact]
    public async Task A_key_without_limits_lets_nobody_in_and_takes_nobody_out()
    {
        var (owner, email, ownerId) = await host.ResearcherAsync();
        var (_, _, other) = await host.ResearcherAsync();
        var lab = await owner.CreateLabAsync(email);
        var study = await owner.CreateStudyAsync(lab, "Keys");
        var token = await owner.PostJsonAsync("/api/v3/me/tokens", new { label = "full" });
        var key = ("Authorization", $"Bearer {token.GetProperty("key").GetString()}");
        using var script = host.Nobody();
        var role = new { role = "preview" };
        var inLab = new { role = "associate" };
        Task<HttpResponseMessage>[] requests =
        [
            script.PostAsync("/api/v3/hand-overs", new { toId = other }, key),
            script.PutAsync($"/api/v3/labs/{lab}/members/{other}", inLab, key),
            script.PutAsync(
                $"/api/v3/labs/{lab}/members",
                new { roles = new[] { new { accountId = other, role = "associate" } } },
                key
            ),
            script.PutAsync($"/api/v3/studies/{study}/researchers/{ownerId}", role, key),
            script.PutAsync(
                $"/api/v3/studies/{study}/researchers",
                new { roles = new[] { new { accountId = ownerId, role = "preview" } } },
                key
            ),
            script.SendAsync(HttpMethod.Delete, $"/api/v3/labs/{lab}/members/{ownerId}", null, key),
            script.SendAsync(HttpMethod.Delete, $"/api/v3/studies/{study}/researchers/{ownerId}", null, key),
            script.PutAsync($"/api/v3/accounts/{other}/researcher", null, key),
            script.SendAsync(HttpMethod.Delete, $"/api/v3/accounts/{other}/second-factor", null, key),
            script.PutAsync($"/api/v3/accounts/{other}/standing", new { isActive = false }, key, ("If-Match", "*")),
            script.PutAsync($"/api/v3/accounts/{other}/rights", new { }, key, ("If-Match", "*")),
        ];
        foreach (var request in requests)
            await request.IsProblemAsync(403, "account.needs_session");

        using var read = await script.GetAsync($"/api/v3/labs/{lab}", key);
        var offered = await ApiClient.ReadAsync(read);
        Assert.Empty(offered.GetProperty("rolesToGive").EnumerateArray());
        await owner.PutAsync($"/api/v3/labs/{lab}/members/{other}", inLab).SucceedsAsync();
    }

    [Fact]
    public async Task A_labs_key_is_told_of_no_wider_one()
    {
        var (owner, email, _) = await host.ResearcherAsync();
        var lab = await owner.CreateLabAsync(email);
        var made = await owner.PostJsonAsync($"/api/v3/labs/{lab}/tokens", new { label = "l", role = "admin" });
        using var script = host.Nobody();
        using var refused = await script.GetAsync(
            "/api/v3/me",
            ("Authorization", $"Bearer {made.GetProperty("key").GetString()}")
        );
        Assert.Equal((403, "token.out_of_scope"), await ApiHost.ProblemAsync(refused));
        Assert.Contains(
            "do this, whatever its scope. Log in.",
            await refused.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_key_for_reading_adds_no_child()
    {
        using var script = host.Nobody();
        using var answer = await script.PostAsync(
            "/api/v3/children",
            new { givenName = "x", birthday = "2022-01-01" },
            ("Authorization", $"Bearer {await ReadingKeyAsync()}")
        );
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }
}
