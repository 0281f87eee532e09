using Chs.Application.Ports;
using Chs.Domain.Builds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Chs.Application.Builds;

/// <summary>Processes one job from the queue: claims the build, runs its steps and acknowledges the job.</summary>
/// <remarks>Used by the build worker and, where no worker is deployed, inside the API host.</remarks>
public sealed class BuildJobProcessor(
    BuildStore store,
    BuildOptions options,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<BuildJobProcessor> logger
)
{
    /// <param name="stopping">Cancelled when the worker stops: the build returns to the queue.</param>
    public async Task ProcessAsync(IJobDelivery delivery, CancellationToken stopping)
    {
        var (claim, lease) = await store.ClaimAsync(delivery.Job, stopping);
        switch (claim)
        {
            case BuildClaim.Ended:
                await delivery.CompleteAsync(stopping);
                return;
            case BuildClaim.HeldByAnother:
                // If the other worker dies, this job is the one that continues the build.
                await delivery.DelayAsync(options.LeaseDuration / 2, stopping);
                return;
            default:
                await ProcessAsync(delivery, lease!, stopping);
                return;
        }
    }

    async Task ProcessAsync(IJobDelivery delivery, BuildLease lease, CancellationToken stopping)
    {
        using var work = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var isLeaseLost = false;
        void LoseLease()
        {
            isLeaseLost = true;
            work.Cancel();
        }

        var heartbeats = RenewLeaseAsync(delivery, lease, LoseLease, work.Token);
        BuildFailure? failure;
        await using (var log = new BuildLogWriter(store, lease, LoseLease, time, logger))
        {
            log.Start();
            failure = await RunAsync(lease, log, work.Token);
        }

        await work.CancelAsync();
        await heartbeats;
        await AcknowledgeAsync(delivery, lease, failure, isLeaseLost, stopping.IsCancellationRequested);
    }

    async Task<BuildFailure?> RunAsync(BuildLease lease, BuildLogWriter log, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var pipeline = scope.ServiceProvider.GetRequiredService<BuildPipeline>();
            return await pipeline.RunAsync(lease, log, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The worker is stopping, or another one has claimed the build.
            return null;
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "Attempt {Attempt} of build {Build} met an error", lease.Fence, lease.Id);
            return new BuildFailure(
                "build.worker_fault",
                $"The worker met an error: {Describe(exception)}",
                IsTransient: true
            );
        }
    }

    /// <summary>Acknowledges the job. Not cancellable: the queue must learn the result also while the worker stops.</summary>
    async Task AcknowledgeAsync(
        IJobDelivery delivery,
        BuildLease lease,
        BuildFailure? failure,
        bool isLeaseLost,
        bool isStopping
    )
    {
        if (isLeaseLost)
            await delivery.CompleteAsync(default);
        else if (failure is not null)
            await DelayOrCompleteAsync(delivery, await store.FailAsync(lease, failure, default));
        else if (isStopping)
            await ReleaseAsync(delivery, lease);
        else
            await delivery.CompleteAsync(default);
    }

    /// <param name="delay">Time until the next attempt; null when there is none.</param>
    static Task DelayOrCompleteAsync(IJobDelivery delivery, TimeSpan? delay) =>
        delay is { } wait ? delivery.DelayAsync(wait, default) : delivery.CompleteAsync(default);

    async Task ReleaseAsync(IJobDelivery delivery, BuildLease lease)
    {
        // A build that succeeded just before the worker stops is no longer held, so it doesn't return to the queue.
        var wasHeld = await store.ReleaseAsync(lease, default);
        await DelayOrCompleteAsync(delivery, wasHeld ? TimeSpan.Zero : null);
    }

    /// <summary>
    /// Renews the lease and the delivery at intervals, until the work ends or another worker has claimed the build.
    /// </summary>
    async Task RenewLeaseAsync(
        IJobDelivery delivery,
        BuildLease lease,
        Action loseLease,
        CancellationToken cancellationToken
    )
    {
        var interval = TimeSpan.FromSeconds(Math.Min(1, options.LeaseDuration.TotalSeconds / 4));
        var lastRenewal = time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(interval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
                return;
            try
            {
                if (!await store.HeartbeatAsync(lease, cancellationToken))
                {
                    loseLease();
                    return;
                }

                lastRenewal = time.GetTimestamp();
                await delivery.RenewAsync(cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                logger.LogWarning(exception, "The lease of build {Build} can't be renewed at the moment", lease.Id);
                if (time.GetElapsedTime(lastRenewal) < options.LeaseDuration)
                    continue;

                // The lease has expired: another worker may have claimed the build.
                loseLease();
                return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>
    /// What researchers may read about an error: messages of the store and the queue are written for people, others may
    /// reveal internals.
    /// </summary>
    static string Describe(Exception exception) =>
        exception is ObjectStoreException or JobQueueException ? exception.Message : exception.GetType().Name;
}
