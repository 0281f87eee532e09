using Chs.Application.Ports;
using Chs.Domain.Builds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Chs.Application.Builds;

/// <summary>Works on one order from the queue: claims the build, goes through its stages, and answers the queue. The same in the build worker and in the embedded default.</summary>
public sealed class BuildJobProcessor(
    BuildStore ledger,
    BuildOptions rules,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<BuildJobProcessor> log
)
{
    /// <param name="stopping">The worker stops: the build goes back to the queue.</param>
    public async Task PerformAsync(IJobDelivery delivery, CancellationToken stopping)
    {
        var (claim, order) = await ledger.ClaimAsync(delivery.Job, stopping);
        switch (claim)
        {
            case BuildClaim.Over:
                await delivery.CompleteAsync(stopping);
                return;
            case BuildClaim.HeldByAnother:
                // If that one dies, this order is the one that goes on.
                await delivery.DelayAsync(rules.Lease / 2, stopping);
                return;
            default:
                await PerformAsync(delivery, order!, stopping);
                return;
        }
    }

    async Task PerformAsync(IJobDelivery delivery, BuildLease order, CancellationToken stopping)
    {
        using var work = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var isLost = false;
        void Lose()
        {
            isLost = true;
            work.Cancel();
        }

        var beats = BeatAsync(delivery, order, Lose, work.Token);
        BuildFailure? failure;
        await using (var told = new BuildLogWriter(ledger, order, Lose, time, log))
        {
            told.Begin();
            failure = await RunAsync(order, told, work.Token);
        }

        await work.CancelAsync();
        await beats;
        // What is said last must be said also while we stop.
        if (isLost)
            await delivery.CompleteAsync(default);
        else if (failure is null && !stopping.IsCancellationRequested)
            await delivery.CompleteAsync(default);
        else if (failure is null)
            await GiveBackAsync(delivery, order);
        else if (await ledger.FailAsync(order, failure, default) is { } pause)
            await delivery.DelayAsync(pause, default);
        else
            await delivery.CompleteAsync(default);
    }

    async Task<BuildFailure?> RunAsync(BuildLease order, BuildLogWriter told, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await scope
                .ServiceProvider.GetRequiredService<BuildPipeline>()
                .RunAsync(order, told, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null; // stopping, or the claim is lost
        }
        catch (Exception fault)
        {
            log.LogError(fault, "Build {Build} met a fault in attempt {Attempt}", order.Id, order.Fence);
            return new BuildFailure("build.worker_fault", $"The worker met a fault: {Describe(fault)}", MayPass: true);
        }
    }

    async Task GiveBackAsync(IJobDelivery delivery, BuildLease order)
    {
        // A build that just succeeded while we stop isn't ours any more.
        if (await ledger.HandBackAsync(order, default))
            await delivery.DelayAsync(TimeSpan.Zero, default);
        else
            await delivery.CompleteAsync(default);
    }

    async Task BeatAsync(IJobDelivery delivery, BuildLease order, Action lose, CancellationToken cancellationToken)
    {
        var lastGood = time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(1, rules.Lease.TotalSeconds / 4)), time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
                return;
            try
            {
                if (!await ledger.HeartbeatAsync(order, cancellationToken))
                {
                    lose();
                    return;
                }

                lastGood = time.GetTimestamp();
                await delivery.RenewAsync(cancellationToken);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                log.LogWarning(fault, "Build {Build}: the lease can't be renewed", order.Id);
                if (time.GetElapsedTime(lastGood) < rules.Lease)
                    continue;
                lose(); // by now another may have it
                return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    static string Describe(Exception fault) =>
        fault is ObjectStoreException or JobQueueException ? fault.Message : fault.GetType().Name;
}
