using System.Net;
using Xunit;

namespace Chs.Api.Tests.V3.Accounts;

[Collection("api")]
public class UpdateChildTests(ApiHost host)
{
    [Fact]
    public async Task A_stale_version_is_refused_and_changes_nothing()
    {
        var (parent, _, child) = await host.FamilyAsync();
        using var family = parent;
        var read = await parent.SendAsync(HttpMethod.Get, $"/api/v3/children/{child}");
        var tag = read.Headers.ETag!.ToString();
        Task<HttpResponseMessage> Put(string name, string ifMatch) =>
            parent.PutAsync($"/api/v3/children/{child}", Complete(name), ("If-Match", ifMatch));

        await Put("New", tag).HasStatusAsync(HttpStatusCode.OK);
        await Put("Newer", tag).IsProblemAsync(412, "version.stale");
        var stored = await parent.GetJsonAsync($"/api/v3/children/{child}");
        Assert.Equal("New", stored.GetProperty("givenName").GetString());
    }

    static object Complete(string name) =>
        new
        {
            givenName = name,
            birthday = "2022-03-01",
            gender = "noAnswer",
            genderSelfDescribe = "",
            gestationalAge = (int?)null,
            additionalInformation = "",
            conditions = Array.Empty<string>(),
            languages = Array.Empty<string>(),
        };
}
