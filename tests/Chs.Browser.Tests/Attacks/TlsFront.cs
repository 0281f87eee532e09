using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Chs.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Chs.Browser.Tests.Attacks;

/// <summary>A proxy that answers every name over TLS, with a certificate that only the tests' browser accepts.</summary>
sealed class TlsFront : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly Forwarder _forwarder = new();

    TlsFront(WebApplication app, int port)
    {
        _app = app;
        Port = port;
    }

    public int Port { get; }

    /// <param name="program">Where the program listens.</param>
    public static async Task<TlsFront> StartAsync(int port, Uri program)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestHeadersTotalSize = 1024 * 1024;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(NewCertificate()));
        });
        var front = new TlsFront(builder.Build(), port);
        front._app.Run(http => front._forwarder.ForwardAsync(http, program));
        await front._app.StartAsync();
        return front;
    }

    static X509Certificate2 NewCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(
            Player.CertificateIssuer,
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _forwarder.Dispose();
    }
}
