using System.Net;
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
