using System.Collections.Concurrent;
using Chs.Domain.Builds;
using Microsoft.Extensions.Logging;

namespace Chs.Application.Builds;

/// <summary>Collects what a build tells and writes it down several times a second, in order.</summary>
sealed class BuildLogWriter(BuildStore ledger, BuildLease order, Action lose, TimeProvider time, ILogger log)
    : IAsyncDisposable
{
    /// <summary>Lines in one transaction, and lines that are kept while the database is away.</summary>
    const int AtOnce = 500,
        MostWaiting = 20_000;

    static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    readonly ConcurrentQueue<BuildLine> _waiting = new();
    readonly SemaphoreSlim _writing = new(1);
    readonly CancellationTokenSource _end = new();
    Task _pump = Task.CompletedTask;

    /// <summary>The claim isn't ours any more.</summary>
    public void Lose() => lose();

    public void Begin() => _pump = PumpAsync();

    public void Tell(BuildLine line)
    {
        // A log isn't worth a build: when nobody writes it for long, the oldest lines go.
        while (_waiting.Count >= MostWaiting)
            _waiting.TryDequeue(out _);
        _waiting.Enqueue(line);
    }

    /// <summary>Writes everything that was told so far.</summary>
    public async Task FlushAsync()
    {
        await _writing.WaitAsync();
        try
        {
            List<BuildLine> some = [];
            while (!_waiting.IsEmpty)
            {
                some.Clear();
                foreach (var line in _waiting.Take(AtOnce))
                    some.Add(line);
                if (!await ledger.TellAsync(order, some, default))
                {
                    lose();
                    _waiting.Clear();
                    return;
                }

                foreach (var _ in some)
                    _waiting.TryDequeue(out var _);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    async Task PumpAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            await Task.Delay(Every, time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await FlushAsync();
            }
            catch (Exception fault)
            {
                log.LogWarning(fault, "Build {Build}: its log can't be written now", order.Id);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _pump;
        _end.Dispose();
        _writing.Dispose();
    }
}
