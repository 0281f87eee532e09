using Chs.Application.Ports;

namespace Chs.Api.Access;

/// <summary>Registers how requests are authenticated and protected.</summary>
static class AccessServices
{
    public static IServiceCollection AddAccess(this IServiceCollection services) =>
        services
            .AddSingleton<RequestSite>()
            .AddSingleton<KnownDevice>()
            .AddSingleton<CallbackSignature>()
            .AddScoped<RequestActor>()
            .AddScoped<ICurrentActor>(provider => provider.GetRequiredService<RequestActor>())
            .AddScoped<RequestAuthentication>()
            .AddScoped<Antiforgery>()
            .AddScoped<LogInThrottle>()
            .AddScoped<BrowserLogIn>();
}
