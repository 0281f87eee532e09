using System.Diagnostics;
using Chs.Testing;

namespace Chs.Bench;

/// <summary>Many connections that repeat a request.</summary>
/// <param name="client">Whose session requests use. Null: they need none.</param>
sealed class RequestLoad(Uri address, ApiClient? client)
{
    public const int Connections = 16;

    /// <param name="request">The request of a connection, by its number.</param>
    /// <returns>Requests answered with success, per second.</returns>
    public async Task<double> DriveAsync(TimeSpan duration, Func<int, BenchRequest> request)
    {
        using var handler = Player.NewHandler();
        handler.MaxConnectionsPerServer = Connections;
        using var http = new HttpMessageInvoker(handler);
        var clock = Stopwatch.StartNew();
        var connections = Enumerable
            .Range(0, Connections)
            .Select(connection => Task.Run(() => RepeatUntilAsync(clock, duration, http, () => request(connection))));
        var requests = (await Task.WhenAll(connections)).Sum();
        return requests / clock.Elapsed.TotalSeconds;
    }

    /// <returns>Number of requests.</returns>
    async Task<int> RepeatUntilAsync(
        Stopwatch clock,
        TimeSpan duration,
        HttpMessageInvoker http,
        Func<BenchRequest> request
    )
    {
        var count = 0;
        while (clock.Elapsed < duration)
        {
            using var message = request().ToMessage();
            message.RequestUri = new Uri(address, message.RequestUri!);
            if (client is not null)
                message.Authenticate(client);
            using var answer = await http.SendAsync(message, default);
            await answer.Content.CopyToAsync(Stream.Null);
            if (!answer.IsSuccessStatusCode)
                throw new InvalidOperationException($"{message.RequestUri}: {answer.StatusCode}");
            count++;
        }

        return count;
    }
}
