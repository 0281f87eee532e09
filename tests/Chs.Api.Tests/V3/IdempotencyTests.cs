using System.Net;
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
    public async Task A_key_is_not_for_another_request()
    {
        var (client, _, _) = await host.FamilyAsync();
        using var parent = client;
        var key = NewKey();
        await parent.PostAsync("/api/v3/children", Twin(), key).SucceedsAsync();
        await parent.PostAsync("/api/v3/children", Twin("Other"), key).IsProblemAsync(409, "idempotency.key_reused");
    }
}
