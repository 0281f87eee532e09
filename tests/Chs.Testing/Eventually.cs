namespace Chs.Testing;

/// <summary>Waits for what happens in another process, or at its own time.</summary>
public static class Eventually
{
    /// <summary>Only what is broken takes that long, even on a busy machine.</summary>
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <param name="what">What is waited for, said when it doesn't come.</param>
    /// <param name="holds">Is asked again and again.</param>
    /// <param name="interval">Null: 50 ms.</param>
    public static async Task HoldsAsync(string what, Func<Task<bool>> holds, TimeSpan? interval = null)
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        while (!await holds())
        {
            if (time.GetElapsedTime(start) > Limit)
                throw new TimeoutException($"Waited {Limit.TotalSeconds:0} s in vain: {what}");
            await Task.Delay(interval ?? Interval);
        }
    }

    /// <summary>Waits for what can be asked at once.</summary>
    /// <param name="what">What is waited for, said when it doesn't come.</param>
    /// <param name="holds">Is asked again and again.</param>
    /// <param name="interval">Null: 50 ms.</param>
    public static Task HoldsAsync(string what, Func<bool> holds, TimeSpan? interval = null) =>
        HoldsAsync(what, () => Task.FromResult(holds()), interval);

    /// <summary>Waits until something is found.</summary>
    /// <param name="what">What is waited for, said when it doesn't come.</param>
    /// <param name="find">Is asked again while it returns null.</param>
    public static async Task<T> FindAsync<T>(string what, Func<Task<T?>> find)
        where T : class
    {
        T? found = null;
        await HoldsAsync(
            what,
            async () =>
            {
                found = await find();
                return found is not null;
            }
        );
        return found!;
    }
}
