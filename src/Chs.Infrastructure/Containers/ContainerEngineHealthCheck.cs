using Chs.Application.Ports;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Chs.Infrastructure.Containers;

/// <summary>Checks the engine that runs builds.</summary>
sealed class ContainerEngineHealthCheck(IContainerEngine engine) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken
    ) =>
        await engine.CheckHealthAsync(cancellationToken) is { } missing
            ? HealthCheckResult.Unhealthy(missing)
            : HealthCheckResult.Healthy();
}
