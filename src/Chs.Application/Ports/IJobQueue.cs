namespace Chs.Application.Ports;

/// <summary>Carries jobs to workers.</summary>
/// <remarks>
/// Every job is delivered at least once, so workers must tolerate a second delivery. The shared port tests check these
/// comments against each queue.
/// </remarks>
public interface IJobQueue
{
    /// <summary>Enqueues a job. Once this has returned, the job survives a crash of any process.</summary>
    /// <exception cref="JobQueueException">The queue can't be reached, or didn't confirm.</exception>
    Task PublishAsync(Guid job, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for the next job. No other worker receives it until the delivery is returned, or this worker disappears.
    /// </summary>
    /// <exception cref="JobQueueException">The queue can't be reached.</exception>
    Task<IJobDelivery> TakeAsync(CancellationToken cancellationToken);

    /// <returns>Null when the queue works; otherwise what is missing.</returns>
    Task<string?> CheckHealthAsync(CancellationToken cancellationToken);
}

/// <summary>The queue can't be reached, or didn't confirm.</summary>
public sealed class JobQueueException(string message, Exception? cause = null) : Exception(message, cause);
