using System.Net;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>Forms that no browser sends are refused, whatever is wrong with them.</summary>
[Collection("api")]
public class OddFormTests(ApiHost host)
{
    const string UrlEncoded = "application/x-www-form-urlencoded";

    public static TheoryData<string, string> Bodies =>
        new()
        {
            { "multipart/form-data", "x" },
            { "multipart/form-data; boundary=", "x" },
            { $"multipart/form-data; boundary={new string('b', 500)}", "--b" },
            { "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"ticket\"\r\n\r\nx" },
            { $"{UrlEncoded}; charset=utf-7", "ticket=%ff" },
            { $"{UrlEncoded}; charset=nonsense", "ticket=x" },
            { UrlEncoded, string.Join('&', Enumerable.Range(0, 3000).Select(i => $"a{i}=b")) },
            { UrlEncoded, $"{new string('k', 5000)}=x" },
            { UrlEncoded, $"ticket={new string('v', 5_000_000)}" },
            { UrlEncoded, "ticket=%ff%fe%00&email=%ff&password=%00" },
            { UrlEncoded, "ticket=a%00b&code=a%00b&csrftoken=a%00b" },
            { "text/plain", "ticket=x" },
            { "", "ticket=x" },
        };

    [Theory, MemberData(nameof(Bodies))]
    public async Task They_are_refused_at_the_site_and_where_studies_are_played(string type, string body)
    {
        using var site = host.Nobody();
        using var play = site.At(host.PlayAddress(Guid.NewGuid()));
        foreach (var path in (string[])["/login/", "/login/code/", "/logout"])
            await RefusedAsync(site, path, type, body);
        foreach (var path in (string[])["/play/enter", "/play/start"])
            await RefusedAsync(play, path, type, body);
    }

    static async Task RefusedAsync(ApiClient client, string path, string type, string body)
    {
        var content = new StringContent(body);
        content.Headers.ContentType = null;
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await client.SendAsync(HttpMethod.Post, path, content);
        var isRefused = answer.StatusCode is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError;
        Assert.True(isRefused, $"{path} {type}: {(int)answer.StatusCode}");
    }
}
