using System.Collections.Concurrent;
using Chs.Application.Ports;

namespace Chs.Infrastructure.Tests.Queues;

/// <summary>The jobs that several consumers have taken and completed together.</summary>
/// <param name="expected">Number of jobs after which nobody takes any more.</param>
sealed class TakenJobs(int expected) : IDisposable
{
    readonly ConcurrentQueue<Guid> _jobs = new();

    /// <summary>Stops the consumers that still wait when all jobs are taken, or after a minute.</summary>
    readonly CancellationTokenSource _end = new(TimeSpan.FromMinutes(1));

    public IReadOnlyCollection<Guid> Jobs => _jobs;

    /// <summary>Takes jobs as one of the consumers.</summary>
    public async Task TakeAsync(IJobQueue queue)
    {
        while (true)
        {
            try
            {
                await using var delivery = await queue.TakeAsync(_end.Token);
                _jobs.Enqueue(delivery.Job);
                await delivery.CompleteAsync(default);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            if (_jobs.Count >= expected)
                await _end.CancelAsync();
        }
    }

    public void Dispose() => _end.Dispose();
}
