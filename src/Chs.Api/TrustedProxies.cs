using System.Net;
using Chs.Infrastructure.Settings;
using Microsoft.AspNetCore.HttpOverrides;

namespace Chs.Api;

/// <summary>Believes the forwarded headers of the proxies that the operator names, and of no others.</summary>
static class TrustedProxies
{
    public static IServiceCollection AddTrustedProxies(this IServiceCollection services, ChsSettings settings) =>
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            // The framework's default trusts every process on this machine.
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            options.ForwardedHeaders =
                ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            foreach (var proxy in settings.TrustedProxies)
                options.KnownProxies.Add(IPAddress.Parse(proxy));
        });

    public static void UseTrustedProxies(this WebApplication app, ChsSettings settings)
    {
        // With empty lists the middleware would believe everybody.
        if (settings.TrustedProxies is not [])
            app.UseForwardedHeaders();
    }
}
