namespace Chs.Application.Ports;

/// <summary>
/// Carries orders to whoever works on them. An order is delivered at least once: receivers must bear it twice.
/// Every sentence here is a test that runs on each queue.
/// </summary>
public interface IJobQueue
{
    /// <summary>Hands an order over. When this returns, it survives a crash of everybody.</summary>
    /// <exception cref="JobQueueException">The queue can't be reached, or didn't confirm.</exception>
    Task PublishAsync(Guid job, CancellationToken cancellationToken);

    /// <summary>Waits for the next order. Nobody else gets it until it is given back, or whoever took it is gone.</summary>
    /// <exception cref="JobQueueException">The queue can't be reached.</exception>
    Task<IJobDelivery> TakeAsync(CancellationToken cancellationToken);

    /// <returns>Null when it works, else what is missing.</returns>
    Task<string?> WhatIsMissingAsync(CancellationToken cancellationToken);
}

/// <summary>An order in our hands. Disposed without a word it goes back at once, as if we had died.</summary>
public interface IJobDelivery : IAsyncDisposable
{
    Guid Job { get; }

    /// <summary>How often it was put off before.</summary>
    int TimesDelayed { get; }

    /// <summary>Says that we still work on it.</summary>
    Task RenewAsync(CancellationToken cancellationToken);

    /// <summary>It is done: nobody gets it again.</summary>
    Task CompleteAsync(CancellationToken cancellationToken);

    /// <summary>Somebody gets it again, but not before so long.</summary>
    Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Nobody can do it: it is laid aside for people to look at.</summary>
    Task DeadLetterAsync(CancellationToken cancellationToken);
}

/// <summary>The queue can't be reached, or didn't confirm.</summary>
public sealed class JobQueueException(string message, Exception? cause = null) : Exception(message, cause);
