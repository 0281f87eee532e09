using Chs.Infrastructure.Containers;
using Chs.Infrastructure.Persistence;
using Chs.Infrastructure.Queues;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Chs.Infrastructure;

/// <summary>What a host needs to be ready, and its answers to the probes of supervisors and load balancers.</summary>
public static class HealthChecks
{
    const string DatabaseTag = "database";

    /// <summary>Adds what each host needs.</summary>
    internal static void AddDatabaseHealthChecks(this IServiceCollection services) =>
        services
            .AddHealthChecks()
            .AddDbContextCheck<ChsDbContext>("database", tags: [DatabaseTag])
            .AddCheck<SchemaHealthCheck>("schema", tags: [DatabaseTag]);

    /// <summary>Adds what a host needs that does nothing but build.</summary>
    public static IServiceCollection AddBuildHealthChecks(this IServiceCollection services)
    {
        services
            .AddHealthChecks()
            .AddCheck<JobQueueHealthCheck>("queue")
            .AddCheck<ContainerEngineHealthCheck>("container engine");
        return services;
    }

    /// <summary>Checks that the database answers and has every migration of this version.</summary>
    /// <returns>Null when it is ready, otherwise what is missing.</returns>
    public static async Task<string?> FindDatabaseFaultAsync(
        this HealthCheckService checks,
        CancellationToken cancellationToken
    )
    {
        var report = await checks.CheckHealthAsync(check => check.Tags.Contains(DatabaseTag), cancellationToken);
        return FindFault(report);
    }

    /// <summary>Maps the probes: whether the process answers, and whether it has what it needs.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var live = new HealthCheckOptions
        {
            Predicate = _ => false,
            ResponseWriter = (http, _) => WriteAsync(http, "alive"),
        };
        var ready = new HealthCheckOptions
        {
            ResponseWriter = (http, report) => WriteAsync(http, FindFault(report) ?? "ready"),
        };
        routes.MapHealthChecks("/health/live", live);
        routes.MapHealthChecks("/health/ready", ready);
    }

    static Task WriteAsync(HttpContext http, string answer)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(answer, http.RequestAborted);
    }

    /// <returns>The sentence of the first check that failed; null when none did.</returns>
    static string? FindFault(HealthReport report)
    {
        var (name, entry) = report.Entries.FirstOrDefault(check => check.Value.Status is not HealthStatus.Healthy);
        if (name is null)
            return null;
        // The description of an exception is its message, which may name hosts and users.
        var sentence = entry.Exception is null ? entry.Description : null;
        return sentence ?? $"The {name} doesn't answer.";
    }
}
