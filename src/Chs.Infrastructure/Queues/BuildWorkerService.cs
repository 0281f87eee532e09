using Chs.Application.Builds;
using Chs.Application.Ports;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Chs.Infrastructure.Queues;

/// <summary>Takes build jobs from the queue and works on several at once.</summary>
/// <remarks>It runs in the build worker; and in the API host, in the embedded default.</remarks>
sealed class BuildWorkerService(
    HealthCheckService health,
    IJobQueue queue,
    BuildJobProcessor processor,
    BuildStore store,
    IContainerEngine engine,
    ISourceArchive sources,
    BuildOptions options,
    TimeProvider time,
    ILogger<BuildWorkerService> log
) : BackgroundService
{
    /// <summary>A job that failed this often for reasons other than the build itself becomes a dead letter.</summary>
    const int MaximumDelays = 15;

    /// <summary>Pause after the queue has failed.</summary>
    static readonly TimeSpan QueuePause = TimeSpan.FromSeconds(3);

    static readonly TimeSpan DatabasePause = TimeSpan.FromSeconds(5);

    static readonly TimeSpan FolderAge = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await WaitForDatabaseAsync(stoppingToken);
        log.LogInformation("Ready to build, {AtOnce} at once", options.MaximumConcurrentBuilds);
        var workers = Enumerable.Range(0, options.MaximumConcurrentBuilds).Select(_ => WorkAsync(stoppingToken));
        await Task.WhenAll([.. workers, CleanUpAsync(stoppingToken)]);
    }

    /// <summary>Waits until the database exists and is migrated to this version.</summary>
    async Task WaitForDatabaseAsync(CancellationToken stopping)
    {
        while (await health.FindDatabaseFaultAsync(stopping) is { } missing)
        {
            log.LogWarning("Building waits: {Missing}", missing);
            await Task.Delay(DatabasePause, time, stopping);
        }
    }

    async Task WorkAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var delivery = await queue.TakeAsync(stopping);
                await ProcessAsync(delivery, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                log.LogWarning("The queue of builds: {Reason}", failure.Message);
                await Task.Delay(QueuePause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    async Task ProcessAsync(IJobDelivery delivery, CancellationToken stopping)
    {
        try
        {
            await processor.ProcessAsync(delivery, stopping);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "Build {Build} can't be worked on", delivery.Job);
            if (delivery.TimesDelayed < MaximumDelays)
                await delivery.DelayAsync(options.RetryDelayAfter(delivery.TimesDelayed + 1), stopping);
            else
                await delivery.DeadLetterAsync(stopping);
        }
    }

    /// <summary>Regularly removes what earlier workers left behind when they crashed, and what is old.</summary>
    async Task CleanUpAsync(CancellationToken stopping)
    {
        string? missing = null;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                missing = await CheckEngineAsync(missing, stopping);
                if (missing is null)
                    await RemoveLeftoversAsync(stopping);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning(failure, "The clean-up failed");
            }

            await Task.Delay(options.LeaseDuration, time, stopping)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Checks the container engine, and logs when its state has changed.</summary>
    /// <param name="before">What was missing at the last check; null: nothing.</param>
    /// <returns>What is missing now; null: nothing.</returns>
    async Task<string?> CheckEngineAsync(string? before, CancellationToken stopping)
    {
        var missing = await engine.CheckHealthAsync(stopping);
        if (missing is not null && missing != before)
            log.LogWarning("Builds wait, everything else works: {Missing}", missing);
        if (missing is null && before is not null)
            log.LogInformation("The container engine answers");
        return missing;
    }

    async Task RemoveLeftoversAsync(CancellationToken stopping)
    {
        var (containers, images) = await engine.RemoveOrphansAsync(store.IsAliveAsync, options.Retention, stopping);
        var unused = await sources.DeleteUnusedAsync(options.Retention, stopping);
        if (containers + images + unused > 0)
            log.LogInformation(
                "Removed {Containers} containers, {Images} images, {Sources} sources",
                containers,
                images,
                unused
            );
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), "chs-*").Where(IsLeftover))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Recognises temporary folders of builds whose worker was killed.</summary>
    bool IsLeftover(string folder)
    {
        var name = Path.GetFileName(folder);
        var isOurs =
            name.StartsWith("chs-gate-", StringComparison.Ordinal)
            || name.StartsWith("chs-output-", StringComparison.Ordinal);
        return isOurs && Directory.GetLastWriteTimeUtc(folder) < (time.GetUtcNow() - FolderAge).UtcDateTime;
    }
}
