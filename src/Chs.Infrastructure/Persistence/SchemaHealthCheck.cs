using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Chs.Infrastructure.Persistence;

/// <summary>Checks that the database has every migration of this version.</summary>
sealed class SchemaHealthCheck(ChsDbContext db) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken
    )
    {
        var pending = await db.Database.GetPendingMigrationsAsync(cancellationToken);
        return pending.Any()
            ? HealthCheckResult.Unhealthy("The database isn't migrated to this version: run 'migrate'.")
            : HealthCheckResult.Healthy();
    }
}
