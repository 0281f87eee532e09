using Chs.Infrastructure;

namespace Chs.Api;

/// <summary>Probes for supervisors and load balancers.</summary>
static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => "alive").ExcludeFromDescription();
        routes.MapGet("/health/ready", ReadyAsync).ExcludeFromDescription();
    }

    static async Task<IResult> ReadyAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        await services.WhatIsMissingAsync(cancellationToken) is { } missing
            ? Results.Text(missing, statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text("ready");
}
