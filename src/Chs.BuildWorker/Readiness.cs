using Chs.Infrastructure;

namespace Chs.BuildWorker;

/// <summary>Waits until the database is there and of this version, and says so. Builds come with a later version; there are no jobs to take yet.</summary>
sealed class Readiness(IServiceProvider services, TimeProvider time, ILogger<Readiness> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await services.WhatIsMissingAsync(stoppingToken) is not { } missing)
            {
                log.LogInformation("The build worker is ready");
                return;
            }

            log.LogWarning("The build worker waits: {Missing}", missing);
            await Task.Delay(TimeSpan.FromSeconds(5), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
