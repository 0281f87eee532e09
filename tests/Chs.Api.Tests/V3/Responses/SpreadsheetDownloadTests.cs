using System.Text;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3.Responses;

/// <summary>The CSV for spreadsheets, beside the exact one.</summary>
[Collection("api")]
public class SpreadsheetDownloadTests(ApiHost host)
{
    [Fact]
    public async Task Begins_with_a_byte_order_mark_that_the_exact_file_lacks()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var address = await AddressAsync(researcher);
        using var plain = await researcher.GetAsync(address);
        var exact = await plain.Content.ReadAsByteArrayAsync();
        using var answer = await researcher.GetAsync($"{address}?for=spreadsheet");
        Assert.Equal("text/csv; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.EndsWith("-spreadsheet.csv", answer.Content.Headers.ContentDisposition!.FileNameStar);
        var forSpreadsheets = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), forSpreadsheets[..3]);
        Assert.Equal("\"response__id\""u8.ToArray(), exact[..14]);
        Assert.Equal("\"response__id\""u8.ToArray(), forSpreadsheets[3..17]);
    }

    [Theory, InlineData("excel"), InlineData("1"), InlineData("Spreadsheet")]
    public async Task Refuses_other_uses(string use)
    {
        using var researcher = await host.LoggedInAsync("researcher");
        using var answer = await researcher.GetAsync($"{await AddressAsync(researcher)}?for={use}");
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal("/for", Assert.Single(await ApiHost.FaultsAsync(answer)).Pointer);
    }

    /// <summary>Who may not read the data may not read them in another form.</summary>
    [Fact]
    public async Task Is_for_those_who_may_read_the_data()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var address = $"{await AddressAsync(researcher)}?for=spreadsheet";
        using var nobody = host.Nobody();
        await nobody.GetAsync(address).IsProblemAsync(401);
        using var parent = await host.LoggedInAsync("parent");
        await parent.GetAsync(address).IsProblemAsync(404, "study.not_found");
    }

    static async Task<string> AddressAsync(ApiClient researcher)
    {
        var studies = await researcher.GetJsonAsync("/api/v3/studies");
        return $"/api/v3/studies/{studies.GetProperty("items")[0].GetProperty("id").GetGuid()}/exports/responses.csv";
    }
}
