namespace Chs.Application.Ports;

/// <summary>
/// A job that this worker has received. Disposing it without completing, delaying or dead-lettering it returns the job to
/// the queue at once.
/// </summary>
public interface IJobDelivery : IAsyncDisposable
{
    Guid Job { get; }

    /// <summary>How often the job has been delayed so far.</summary>
    int TimesDelayed { get; }

    /// <summary>Extends the time for which this worker holds the job.</summary>
    Task RenewAsync(CancellationToken cancellationToken);

    /// <summary>Removes the job, because it is done.</summary>
    Task CompleteAsync(CancellationToken cancellationToken);

    /// <summary>Returns the job to the queue, which redelivers it after the delay.</summary>
    Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Moves a job that no worker can do to the dead letters, where operators find it.</summary>
    Task DeadLetterAsync(CancellationToken cancellationToken);
}
