using Microsoft.Extensions.Time.Testing;

namespace Chs.Infrastructure.Tests.Queues;

/// <summary>A time that passes only when a test says so, and that tells when somebody begins to wait for it.</summary>
sealed class StillTime(DateTimeOffset now) : FakeTimeProvider(now)
{
    readonly TaskCompletionSource _firstTimer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the first timer is created: a consumer that polls has found nothing.</summary>
    public Task FirstTimer => _firstTimer.Task;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _firstTimer.TrySetResult();
        return timer;
    }
}
