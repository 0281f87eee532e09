namespace Chs.Api.OpenApi;

/// <summary>Writes the documents as they are served, for the copies in the repository.</summary>
static class PublishedContract
{
    public static async Task WriteAsync(WebApplication app, string folder)
    {
        Directory.CreateDirectory(folder);
        app.Urls.Clear();
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        foreach (var name in (string[])["v3", "runner"])
            await File.WriteAllTextAsync(
                Path.Combine(folder, $"{name}.json"),
                await client.GetStringAsync($"/openapi/{name}.json") + "\n"
            );
        await app.StopAsync();
    }
}
