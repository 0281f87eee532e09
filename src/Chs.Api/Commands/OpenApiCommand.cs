using System.CommandLine;

namespace Chs.Api.Commands;

/// <summary>The command <c>openapi</c>: keeps the copies of the contracts in the repository equal to those that are served.</summary>
sealed class OpenApiCommand : HostCommand
{
    static readonly string[] Documents = ["v3", "runner"];

    readonly Argument<string> _folder = new("folder") { Description = "Where the documents are written to." };

    public OpenApiCommand(HostFactory createHost)
        : base("openapi", "Writes the OpenAPI documents as they are served, v3.json and runner.json.", createHost)
    {
        Arguments.Add(_folder);
    }

    protected override bool UsesDatabase => false;

    protected override async Task<int> RunAsync(
        WebApplication app,
        ParseResult arguments,
        CancellationToken cancellationToken
    )
    {
        var folder = arguments.GetRequiredValue(_folder);
        Directory.CreateDirectory(folder);
        app.Urls.Clear();
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync(cancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        foreach (var document in Documents)
        {
            var text = await client.GetStringAsync($"/openapi/{document}.json", cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, $"{document}.json"), text + "\n", cancellationToken);
        }

        await app.StopAsync(cancellationToken);
        return ExitCode.Success;
    }
}
