using System.Diagnostics;

namespace Chs.Testing;

/// <summary>A real OpenID Connect provider (npm: oidc-provider) on this machine, for one site.</summary>
public sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "chs";
    public const string ClientSecret = "a secret of this test only";

    readonly Process _process;

    OpenIdProvider(Process process, Uri issuer)
    {
        _process = process;
        Issuer = issuer;
    }

    public Uri Issuer { get; }

    /// <param name="site">Address of the site whose callback the provider accepts.</param>
    public static async Task<OpenIdProvider> StartAsync(Uri site)
    {
        var folder = Repository.File("tests/oidc");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            var (code, output) = await Programs.RunAsync("npm", ["ci", "--no-audit", "--no-fund"], folder);
            if (code != 0)
                throw new InvalidOperationException(output);
        }

        var port = ServerProcess.FreePort();
        var callback = $"{site.AbsoluteUri.TrimEnd('/')}/login/institution/callback";
        var start = new ProcessStartInfo("node", ["provider.mjs", port.ToString(), callback])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        if (await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) is not "listening")
            throw new InvalidOperationException("The OpenID provider doesn't start.");
        return new OpenIdProvider(process, new Uri($"http://127.0.0.1:{port}"));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
