using System.Diagnostics;

namespace Chs.Testing;

/// <summary>A real OpenID Connect provider (npm: oidc-provider) on this machine, for one site.</summary>
public sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "chs";
    public const string ClientSecret = "a secret of this test only";

    readonly Process _process;

    OpenIdProvider(Process process, Uri address, Uri issuer)
    {
        _process = process;
        Address = address;
        Issuer = issuer;
    }

    /// <summary>Where it is.</summary>
    public Uri Address { get; }

    /// <summary>In whose name it speaks.</summary>
    public Uri Issuer { get; }

    /// <param name="site">Address of the site whose callback the provider accepts.</param>
    /// <param name="index">Its place among the site's providers.</param>
    /// <param name="issuer">In whose name it speaks; null: its own.</param>
    public static async Task<OpenIdProvider> StartAsync(Uri site, int index = 0, Uri? issuer = null)
    {
        var folder = Repository.File("tests/oidc");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            var (code, output) = await Programs.RunAsync("npm", ["ci", "--no-audit", "--no-fund"], folder);
            if (code != 0)
                throw new InvalidOperationException(output);
        }

        var port = ServerProcess.FreePort();
        var path = index == 0 ? "/login/institution/callback" : $"/login/institution/{index}/callback";
        var callback = $"{site.AbsoluteUri.TrimEnd('/')}{path}";
        string[] arguments = ["provider.mjs", port.ToString(), callback];
        if (issuer is not null)
            arguments = [.. arguments, issuer.AbsoluteUri.TrimEnd('/')];
        var start = new ProcessStartInfo("node", arguments)
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
        var address = new Uri($"http://127.0.0.1:{port}");
        return new OpenIdProvider(process, address, issuer ?? address);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
