using Chs.Client;
using Chs.Client.Models;
using Chs.Testing;
using Xunit;

namespace Chs.Clients.Tests;

/// <summary>Reads answers, whose members are all nullable in this client.</summary>
static class Answers
{
    /// <returns>The answer, which must have a body.</returns>
    public static async Task<T> ThatIsThere<T>(this Task<T?> answer)
        where T : class
    {
        var body = await answer;
        Assert.NotNull(body);
        return body;
    }

    /// <returns>The value, which must be there.</returns>
    public static T ThatIsThere<T>(this T? value)
        where T : struct => Assert.NotNull(value);

    /// <returns>The object or list, which must be there.</returns>
    public static T ThatIsThere<T>(this T? value)
        where T : class
    {
        Assert.NotNull(value);
        return value;
    }

    /// <summary>Takes part as the page of an experiment does: it saves by v2, with a key of the family.</summary>
    public static async Task TakePartAsync(this ChsClient family, ClientSite site, Guid response)
    {
        var create = new TokenCreate { Label = "the experiment's page", ValidDays = 1 };
        var token = await family.Api.V3.Me.Tokens.PostAsync(create).ThatIsThere();
        using var page = ApiClient.To(site.Address);
        var attributes = """{"exp_data":[{"trial":0,"rt":512}],"completed_consent_frame":true,"completed":true}""";
        using var saved = await page.PatchAsync(response, attributes, ("Authorization", $"Token {token.Key}"));
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync());
        await family.Api.V3.Me.Tokens[token.Id.ThatIsThere()].DeleteAsync();
    }
}
