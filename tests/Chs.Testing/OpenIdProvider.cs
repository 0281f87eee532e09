using System.Diagnostics;

namespace Chs.Testing;

/// <summary>A real OpenID Connect provider (npm: oidc-provider) on this machine, for one site.</summary>
public sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "chs",
        ClientSecret = "a secret of this test only";

    readonly Process _process;

    OpenIdProvider(Process process, Uri issuer) => (_process, Issuer) = (process, issuer);

    public Uri Issuer { get; }

    /// <param name="site">Whose callback the provider knows.</param>
    public static async Task<OpenIdProvider> StartAsync(Uri site)
    {
        var folder = Repository.File("tests/oidc");
        if (
            !Directory.Exists(Path.Combine(folder, "node_modules"))
            && await Programs.RunAsync("npm", ["ci", "--no-audit", "--no-fund"], folder)
                is not
                    (0, _)
                    and var (_, output)
        )
            throw new InvalidOperationException(output);
        var port = ServerProcess.FreePort();
        var process = Process.Start(
            new ProcessStartInfo(
                "node",
                ["provider.mjs", port.ToString(), $"{site.AbsoluteUri.TrimEnd('/')}/login/institution/callback"]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                WorkingDirectory = folder,
            }
        )!;
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
