using System.Net;
using Xunit;

namespace Chs.Api.Tests.V3;

/// <summary>The header <c>If-Match</c>, mostly on a child, whose version is 1.</summary>
[Collection("api")]
public class IfMatchTests(ApiHost host)
{
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task An_empty_one_is_none(string header)
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var studies = await researcher.GetJsonAsync("/api/v3/studies");
        var id = studies.GetProperty("items")[0].GetProperty("id").GetGuid();
        await researcher
            .PatchAsync($"/api/v3/studies/{id}", new { purpose = "" }, ("If-Match", header))
            .IsProblemAsync(428, "version.needed");
        await RenameAsync(header).HasStatusAsync(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("\"9\", \"1\"")]
    [InlineData("W/\"1\",\"1\"")]
    [InlineData("*")]
    public async Task One_version_of_a_list_must_be_the_current_one(string header) =>
        await RenameAsync(header).HasStatusAsync(HttpStatusCode.OK);

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("\"8\", \"9\"")]
    [InlineData("W/\"1\"")]
    [InlineData("\"one\"")]
    [InlineData("\"-1\"")]
    public async Task Another_version_is_stale(string header) =>
        await RenameAsync(header).IsProblemAsync(412, "version.stale");

    [Theory]
    [InlineData("1")]
    [InlineData("abc")]
    [InlineData("\"1")]
    [InlineData("\"1\", *")]
    public async Task What_is_no_etag_is_a_fault_of_the_header(string header)
    {
        using var answer = await RenameAsync(header);
        Assert.Equal([("/If-Match", "not_an_etag")], await ApiHost.FaultsAsync(answer));
    }

    [Fact]
    public async Task The_header_and_the_body_are_judged_together()
    {
        using var answer = await RenameAsync("abc", "");
        Assert.Equal([("/If-Match", "not_an_etag"), ("/givenName", "required")], await ApiHost.FaultsAsync(answer));
    }

    /// <summary>Renames a new child.</summary>
    async Task<HttpResponseMessage> RenameAsync(string ifMatch, string name = "New")
    {
        var (client, _, child) = await host.FamilyAsync();
        using var parent = client;
        var profile = new
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
        return await parent.PutAsync($"/api/v3/children/{child}", profile, ("If-Match", ifMatch));
    }
}
