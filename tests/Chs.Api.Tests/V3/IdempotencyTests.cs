using System.Net;
using System.Text.Json;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Api.Tests.V3;

[Collection("api")]
public class IdempotencyTests(ApiHost host)
{
    static object Twin(string name = "Twin") =>
        new
        {
            givenName = name,
            birthday = "2023-01-01",
            languages = new[] { "en" },
        };

    static (string, string) NewKey() => ("Idempotency-Key", Guid.NewGuid().ToString());

    [Fact]
    public async Task A_repeated_request_gets_the_first_answer_again()
    {
        var (client, _, _) = await host.FamilyAsync();
        using var parent = client;
        var key = NewKey();
        using var created = await parent.PostAsync("/api/v3/children", Twin(), key);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        using var again = await parent.PostAsync("/api/v3/children", Twin(), key);
        Assert.Equal(await created.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal("true", again.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal(created.Headers.Location, again.Headers.Location);
    }

    [Fact]
    public async Task Requests_with_one_key_at_the_same_moment_do_nothing_twice()
    {
        var (client, _, _) = await host.FamilyAsync();
        using var parent = client;
        var key = NewKey();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => parent.PostAsync("/api/v3/children", Twin(), key))
        );
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        var children = (await parent.GetJsonAsync("/api/v3/children")).GetProperty("items").EnumerateArray();
        Assert.Single(children, child => child.GetProperty("givenName").GetString() == "Twin");
    }

    [Fact]
    public async Task A_repeated_request_shows_no_secret_again_and_none_is_kept()
    {
        var (client, _, _) = await host.FamilyAsync();
        using var parent = client;
        var key = NewKey();
        var script = new { label = "script" };
        using var created = await parent.PostAsync("/api/v3/me/tokens", script, key);
        using var again = await parent.PostAsync("/api/v3/me/tokens", script, key);
        var first = await ApiClient.ReadAsync(created);
        var second = await ApiClient.ReadAsync(again);
        Assert.Equal("true", again.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("key").ValueKind);
        Assert.Equal(first.GetProperty("id").GetGuid(), second.GetProperty("id").GetGuid());
        var tokens = await parent.GetJsonAsync("/api/v3/me/tokens");
        Assert.Equal(1, tokens.GetProperty("items").GetArrayLength());

        await using var db = host.Database();
        var secret = first.GetProperty("key").GetString()!;
        var stored = await db.IdempotentRequests.Where(request => request.Key == key.Item2).ToListAsync();
        Assert.DoesNotContain(secret, Assert.Single(stored).Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_not_for_the_same_body_at_another_address()
    {
        var (client, _, _) = await host.FamilyAsync();
        using var parent = client;
        var key = NewKey();
        await parent.PostAsync("/api/v3/children", Twin(), key).SucceedsAsync();
        await parent.PostAsync("/api/v3/me/tokens", Twin(), key).IsProblemAsync(400, "request.invalid");
        await parent
            .PostAsync("/api/v3/me/tokens", new { label = "x" }, key)
            .IsProblemAsync(409, "idempotency.key_reused");
    }

    [Fact]
    public async Task A_key_is_not_for_another_request()
    {
        var (client, _, _) = await host.FamilyAsync();
        using var parent = client;
        var key = NewKey();
        await parent.PostAsync("/api/v3/children", Twin(), key).SucceedsAsync();
        await parent.PostAsync("/api/v3/children", Twin("Other"), key).IsProblemAsync(409, "idempotency.key_reused");
    }
}
