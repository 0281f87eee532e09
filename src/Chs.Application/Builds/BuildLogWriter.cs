using System.Collections.Concurrent;
using Chs.Domain.Builds;
using Microsoft.Extensions.Logging;

namespace Chs.Application.Builds;

/// <summary>
/// Collects the lines of a build's log and writes them to the database several times a second, in order.
/// </summary>
/// <param name="leaseLost">Called when a write shows that another worker has claimed the build.</param>
sealed class BuildLogWriter(BuildStore store, BuildLease lease, Action leaseLost, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    /// <summary>Lines written in one transaction.</summary>
    const int LinesPerWrite = 500;

    /// <summary>Lines kept in memory while the database can't be reached.</summary>
    const int MaximumPendingLines = 20_000;

    static readonly TimeSpan WriteInterval = TimeSpan.FromMilliseconds(200);

    readonly ConcurrentQueue<BuildLine> _pending = new();
    readonly SemaphoreSlim _writing = new(1);
    readonly CancellationTokenSource _disposing = new();
    Task _writeLoop = Task.CompletedTask;

    /// <summary>Reports that another worker has claimed the build.</summary>
    public void LoseLease() => leaseLost();

    /// <summary>Begins to write at intervals.</summary>
    public void Start() => _writeLoop = WriteAtIntervalsAsync();

    /// <summary>Adds a line that the worker itself has to say.</summary>
    public void Note(string text) => Add(new BuildLine(BuildEventKind.Note, text));

    /// <summary>Adds a line without waiting for the database.</summary>
    public void Add(BuildLine line)
    {
        // A build isn't delayed for the sake of its log: when the database is away for long, the oldest lines are dropped.
        while (_pending.Count >= MaximumPendingLines)
            _pending.TryDequeue(out _);
        _pending.Enqueue(line);
    }

    /// <summary>Writes every line added so far.</summary>
    public async Task FlushAsync()
    {
        await _writing.WaitAsync();
        try
        {
            while (!_pending.IsEmpty)
            {
                List<BuildLine> lines = [.. _pending.Take(LinesPerWrite)];
                if (!await store.AppendLogAsync(lease, lines, default))
                {
                    leaseLost();
                    _pending.Clear();
                    return;
                }

                // Lines leave the queue only after they have been committed.
                for (var i = 0; i < lines.Count; i++)
                    _pending.TryDequeue(out _);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    async Task WriteAtIntervalsAsync()
    {
        while (!_disposing.IsCancellationRequested)
        {
            await Task.Delay(WriteInterval, time, _disposing.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await FlushAsync();
            }
            catch (Exception exception)
            {
                logger.LogWarning(exception, "The log of build {Build} can't be written at the moment", lease.Id);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync();
        await _writeLoop;
        _disposing.Dispose();
        _writing.Dispose();
    }
}
