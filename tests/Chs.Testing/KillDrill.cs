using System.Net;
using System.Text.Json;

namespace Chs.Testing;

/// <summary>Kills the server repeatedly while sessions save, and then looks for every trial that was acknowledged.</summary>
public sealed class KillDrill
{
    readonly ServerProcess _server;
    readonly ApiClient _parent;
    readonly List<Guid> _responses = [];

    /// <summary>Number of acknowledged trials of each response.</summary>
    readonly int[] _acknowledged;

    KillDrill(ServerProcess server, ApiClient parent, int sessions)
    {
        _server = server;
        _parent = parent;
        _acknowledged = new int[sessions];
    }

    /// <summary>What the drill found.</summary>
    /// <param name="Kills">How often the server was killed.</param>
    /// <param name="Acknowledged">Trials that the server confirmed.</param>
    /// <param name="Lost">Confirmed trials that are missing at the end, or differ from what was sent.</param>
    public sealed record Result(int Kills, int Acknowledged, int Lost);

    /// <param name="data">Folder for the server's data.</param>
    /// <param name="postgres">Connection string. Null: SQLite in the folder.</param>
    /// <param name="seed">Decides the moments of the kills.</param>
    /// <param name="report">Takes a line about each kill.</param>
    public static async Task<Result> RunAsync(
        string data,
        string? postgres,
        int kills,
        int sessions,
        int seed,
        Action<string>? report = null
    )
    {
        await using var server = await ServerProcess.StartAsync(data, postgres);
        using var parent = ApiClient.To(server.Address);
        await parent.LogInAsync("parent@demo.chs");
        var drill = new KillDrill(server, parent, sessions);
        await drill.StartSessionsAsync();
        using var end = new CancellationTokenSource();
        var savers = Enumerable
            .Range(0, sessions)
            .Select(session => Task.Run(() => drill.SaveUntilAsync(session, end.Token)))
            .ToArray();
        await drill.KillRepeatedlyAsync(kills, new Random(seed), savers, report);
        await end.CancelAsync();
        await Task.WhenAll(savers);
        return new Result(kills, drill._acknowledged.Sum(), await drill.CountLostAsync());
    }

    async Task StartSessionsAsync()
    {
        var (study, child) = await _parent.DemoAsync();
        for (var session = 0; session < _acknowledged.Length; session++)
        {
            var response = await _parent.StartAsync(study, child);
            // Without data the next start would return the same response again.
            (await _parent.PatchAsync(response, $"{{\"exp_data\":{Trials(1)}}}")).EnsureSuccessStatusCode();
            _responses.Add(response);
            _acknowledged[session] = 1;
        }
    }

    /// <summary>Saves one more trial again and again.</summary>
    async Task SaveUntilAsync(int session, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var count = _acknowledged[session] + 1;
            try
            {
                using var answer = await _parent.PatchAsync(_responses[session], $"{{\"exp_data\":{Trials(count)}}}");
                if (answer.StatusCode != HttpStatusCode.OK)
                {
                    var reason = await answer.Content.ReadAsStringAsync(CancellationToken.None);
                    throw new InvalidOperationException($"The server refused: {reason}");
                }

                _acknowledged[session] = count;
            }
            catch (HttpRequestException)
            {
                // The server is being killed. The same trials are sent again.
                await Task.Delay(20, CancellationToken.None);
            }
        }
    }

    async Task KillRepeatedlyAsync(int kills, Random random, Task[] savers, Action<string>? report)
    {
        for (var kill = 1; kill <= kills; kill++)
        {
            await Task.Delay(random.Next(50, 600));
            await _server.KillAsync();
            await _server.StartAsync();
            report?.Invoke($"kill {kill}: {_acknowledged.Sum()} trials acknowledged");
            foreach (var failed in savers.Where(saver => saver.IsFaulted))
                await failed;
        }
    }

    async Task<int> CountLostAsync()
    {
        var lost = 0;
        for (var session = 0; session < _acknowledged.Length; session++)
        {
            var stored = (await _parent.GetJsonAsync($"/api/v2/responses/{_responses[session]}/"))
                .GetProperty("data")
                .GetProperty("attributes")
                .GetProperty("exp_data");
            // More than the acknowledged trials may be there: the last confirmation can die with the server.
            lost += Enumerable.Range(0, _acknowledged[session]).Count(trial => !Holds(stored, trial));
        }

        return lost;
    }

    static bool Holds(JsonElement stored, int trial) =>
        trial < stored.GetArrayLength() && stored[trial].GetProperty("i").GetInt32() == trial;

    static string Trials(int count) =>
        $"[{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"i":{{i}}}"""))}]";
}
