using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Chs.Testing;

/// <summary>A stand-in for GitHub and its like: archives of commits, and one branch.</summary>
public sealed class CodeHostStandIn : IAsyncDisposable
{
    readonly WebApplication _app;

    CodeHostStandIn(WebApplication app) => _app = app;

    /// <summary>Archives by commit.</summary>
    public ConcurrentDictionary<string, byte[]> Archives { get; } = new();

    /// <summary>The commit that the branch points at. Null: there is no branch.</summary>
    public string? Head { get; set; }

    /// <summary>How long each answer takes.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>The status of every answer, when it isn't 200.</summary>
    public int Status { get; set; } = 200;

    public string Address => _app.Urls.Single();

    public const string Repository = "https://code.test/lab/runner";

    /// <summary>Environment variables that make a program use this code host.</summary>
    public (string, string)[] Settings =>
        [
            ("Chs__Builds__CodeHosts__0__Host", "code.test"),
            ("Chs__Builds__CodeHosts__0__AllowPrivate", "true"),
            ("Chs__Builds__CodeHosts__0__Archive", $"{Address}/{{owner}}/{{name}}/archive/{{commit}}.zip"),
            ("Chs__Builds__CodeHosts__0__Branch", $"{Address}/{{owner}}/{{name}}/heads/{{branch}}"),
            ("Chs__Builds__DefaultRunner", Repository),
        ];

    public static async Task<CodeHostStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var host = new CodeHostStandIn(builder.Build());
        host._app.MapGet("/lab/runner/archive/{commit}.zip", host.DownloadAsync);
        host._app.MapGet("/lab/runner/heads/{branch}", host.ReadBranch);
        await host._app.StartAsync();
        return host;
    }

    async Task<IResult> DownloadAsync(string commit, CancellationToken cancellationToken)
    {
        await Task.Delay(Delay, cancellationToken);
        if (Status != 200)
            return Results.StatusCode(Status);
        return Archives.TryGetValue(commit, out var zip) ? Results.Bytes(zip, "application/zip") : Results.NotFound();
    }

    IResult ReadBranch(string branch)
    {
        if (Status != 200)
            return Results.StatusCode(Status);
        if (branch != "master" || Head is not { } head)
            return Results.NotFound();
        return Results.Json(new { @ref = "refs/heads/master", @object = new { sha = head, type = "commit" } });
    }

    /// <summary>Adds a commit of these files.</summary>
    /// <returns>Its id.</returns>
    public string Commit(params (string Name, string Content)[] files)
    {
        var commit = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(20));
        Archives[commit] = Zip([.. files.Select(file => ($"runner-{commit}/{file.Name}", file.Content))]);
        return commit;
    }

    public static byte[] Zip(params (string Name, string Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return stream.ToArray();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
