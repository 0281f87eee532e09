using Chs.Application.Ports;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Chs.Infrastructure.Queues;

/// <summary>Checks the queue that carries build jobs.</summary>
sealed class JobQueueHealthCheck(IJobQueue queue) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken
    ) =>
        await queue.CheckHealthAsync(cancellationToken) is { } missing
            ? HealthCheckResult.Unhealthy(missing)
            : HealthCheckResult.Healthy();
}
