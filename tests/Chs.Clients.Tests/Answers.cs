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

    /// <summary>
    /// Takes part as a browser does: opens the address of the start, and saves there by v2 with the key to the play.
    /// </summary>
    public static async Task TakePartAsync(this SessionStart start)
    {
        var open = new Uri(start.Open.ThatIsThere().Url.ThatIsThere());
        using var browser = ApiClient.To(open);
        var (play, path) = await Player.OpenAsync(browser, open);
        using var page = play;
        var response = start.Response.ThatIsThere().Id.ThatIsThere();
        using var shown = await page.GetAsync(path);
        Assert.Contains($"{response}", await shown.Content.ReadAsStringAsync());
        var attributes = """{"exp_data":[{"trial":0,"rt":512}],"completed_consent_frame":true,"completed":true}""";
        using var saved = await page.PatchAsync(response, attributes);
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync());
    }
}
