using Chs.Application.Builds;
using Chs.Application.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Chs.Infrastructure.Queues;

/// <summary>Takes orders from the queue and works on several at once. In the build worker, and in the embedded default inside the API host.</summary>
sealed class BuildWorkerService(
    IServiceProvider services,
    IJobQueue queue,
    BuildJobProcessor work,
    BuildStore ledger,
    IContainerEngine engine,
    ISourceArchive sources,
    BuildOptions rules,
    TimeProvider time,
    ILogger<BuildWorkerService> log
) : BackgroundService
{
    /// <summary>After so many troubles that weren't the build's own, an order is laid aside.</summary>
    const int MostTroubles = 15;

    static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Before the database is there and of this version there is nothing to take.
        while (await services.WhatIsMissingAsync(stoppingToken) is { } missing)
        {
            log.LogWarning("Building waits: {Missing}", missing);
            await Task.Delay(TimeSpan.FromSeconds(5), time, stoppingToken);
        }

        log.LogInformation("Ready to build, {AtOnce} at once", rules.AtOnce);
        await Task.WhenAll([
            .. Enumerable.Range(0, rules.AtOnce).Select(_ => WorkAsync(stoppingToken)),
            TidyAsync(stoppingToken),
        ]);
    }

    async Task WorkAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var delivery = await queue.TakeAsync(stopping);
                await PerformAsync(delivery, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                log.LogWarning("The queue of builds: {Reason}", failure.Message);
                await Task.Delay(Pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    async Task PerformAsync(IJobDelivery delivery, CancellationToken stopping)
    {
        try
        {
            await work.PerformAsync(delivery, stopping);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            log.LogError(trouble, "Build {Build} can't be worked on", delivery.Job);
            if (delivery.TimesDelayed < MostTroubles)
                await delivery.DelayAsync(rules.PauseAfter(delivery.TimesDelayed + 1), stopping);
            else
                await delivery.DeadLetterAsync(stopping);
        }
    }

    /// <summary>Removes what earlier workers left behind when they died, and what is old.</summary>
    async Task TidyAsync(CancellationToken stopping)
    {
        string? missing = null;
        for (
            ;
            !stopping.IsCancellationRequested;
            await Task.Delay(rules.Lease, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing)
        )
        {
            try
            {
                var before = missing;
                missing = await engine.WhatIsMissingAsync(stopping);
                if (missing is not null)
                {
                    if (missing != before)
                        log.LogWarning("{Missing} Everything else works.", missing);
                    continue;
                }

                if (before is not null)
                    log.LogInformation("The container engine answers");
                var (containers, images) = await engine.TidyAsync(ledger.IsAliveAsync, rules.Keep, stopping);
                var forgotten = await sources.DeleteUnusedAsync(rules.Keep, stopping);
                if (containers + images + forgotten > 0)
                    log.LogInformation(
                        "Tidied: {Containers} containers, {Images} images, {Sources} sources",
                        containers,
                        images,
                        forgotten
                    );
                foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), "chs-*").Where(IsLeftOver))
                    Directory.Delete(folder, recursive: true);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning(failure, "Nothing could be tidied");
            }
        }
    }

    /// <summary>Folders of builds whose worker was killed.</summary>
    bool IsLeftOver(string folder) =>
        Path.GetFileName(folder) is { } name
        && (
            name.StartsWith("chs-gate-", StringComparison.Ordinal)
            || name.StartsWith("chs-output-", StringComparison.Ordinal)
        )
        && Directory.GetLastWriteTimeUtc(folder) < (time.GetUtcNow() - TimeSpan.FromDays(1)).UtcDateTime;
}
