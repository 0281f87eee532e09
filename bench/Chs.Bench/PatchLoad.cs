using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Chs.Testing;

namespace Chs.Bench;

/// <summary>
/// Many connections that save sessions. Each request sends all trials so far and adds one. Sessions begin with five trials and end with
/// fifteen, so that bodies have the given size on average.
/// </summary>
sealed class PatchLoad(PatchTarget target, int kilobytes)
{
    public const int Connections = 32;

    readonly PatchSessions _sessions = new(kilobytes);

    /// <param name="PerSecond">Requests answered with 200.</param>
    /// <param name="Latencies">Of each of them, in milliseconds.</param>
    public sealed record Result(double PerSecond, IReadOnlyList<double> Latencies);

    public async Task<Result> DriveAsync(TimeSpan duration)
    {
        // More than either program can finish in that time.
        var sessionsPerSecond = kilobytes == 100 ? 400 : 2000;
        var count = (int)(duration.TotalSeconds * sessionsPerSecond) + Connections;
        var waiting = await _sessions.CreateAsync(target, count);
        using var handler = Player.NewHandler();
        handler.MaxConnectionsPerServer = Connections;
        using var client = new HttpMessageInvoker(handler);
        var clock = Stopwatch.StartNew();
        var connections = Enumerable
            .Range(0, Connections)
            .Select(_ => Task.Run(() => SaveUntilAsync(clock, duration, client, waiting)));
        double[] latencies = [.. (await Task.WhenAll(connections)).SelectMany(ofConnection => ofConnection)];
        return new Result(latencies.Length / clock.Elapsed.TotalSeconds, latencies);
    }

    /// <returns>Latency of each request in milliseconds.</returns>
    async Task<List<double>> SaveUntilAsync(
        Stopwatch clock,
        TimeSpan duration,
        HttpMessageInvoker client,
        ConcurrentStack<Guid> waiting
    )
    {
        List<double> latencies = [];
        while (clock.Elapsed < duration)
        {
            if (!waiting.TryPop(out var session))
                throw new InvalidOperationException("Too few sessions were prepared.");
            for (var count = PatchSessions.FirstTrials + 1; count <= PatchSessions.LastTrials; count++)
            {
                if (clock.Elapsed >= duration)
                    break;
                latencies.Add(await SaveAsync(client, session, count));
            }
        }

        return latencies;
    }

    async Task<double> SaveAsync(HttpMessageInvoker client, Guid session, int count)
    {
        var address = new Uri(target.Address, target.Path(session));
        using var request = new HttpRequestMessage(HttpMethod.Patch, address)
        {
            Content = _sessions.Body(session, count),
        };
        if (target.Client is not null)
            request.Authenticate(target.Client);
        var sent = Stopwatch.GetTimestamp();
        using var answer = await client.SendAsync(request, default);
        await answer.Content.CopyToAsync(Stream.Null);
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new InvalidOperationException($"{target.Address}: {answer.StatusCode}");
        return Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
    }
}
