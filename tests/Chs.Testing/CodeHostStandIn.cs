using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Chs.Testing;

/// <summary>A code host of a test's own: archives of commits, and a branch.</summary>
public sealed class CodeHostStandIn : IAsyncDisposable
{
    readonly WebApplication _app;

    CodeHostStandIn(WebApplication app) => _app = app;

    /// <summary>Archives by commit.</summary>
    public ConcurrentDictionary<string, byte[]> Archives { get; } = new();

    /// <summary>What the branch points at.</summary>
    public string? Head { get; set; }

    /// <summary>How long each answer takes.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Instead of everything, when it isn't 200.</summary>
    public int Status { get; set; } = 200;

    public string Address => _app.Urls.Single();

    public const string Repository = "https://code.test/lab/runner";

    /// <summary>How programs are told to use it.</summary>
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
        host._app.MapGet(
            "/lab/runner/archive/{commit}.zip",
            async (string commit, CancellationToken cancellationToken) =>
            {
                await Task.Delay(host.Delay, cancellationToken);
                return host.Status != 200 ? Results.StatusCode(host.Status)
                    : host.Archives.TryGetValue(commit, out var zip) ? Results.Bytes(zip, "application/zip")
                    : Results.NotFound();
            }
        );
        host._app.MapGet(
            "/lab/runner/heads/{branch}",
            (string branch) =>
                host.Status != 200 ? Results.StatusCode(host.Status)
                : branch == "master" && host.Head is { } head
                    ? Results.Json(new { @ref = "refs/heads/master", @object = new { sha = head, type = "commit" } })
                : Results.NotFound()
        );
        await host._app.StartAsync();
        return host;
    }

    /// <summary>Adds a commit.</summary>
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
