using System.Net;

namespace Chs.Testing;

/// <summary>Kills the server again and again while sessions save, and then looks for every trial that was acknowledged.</summary>
public static class KillDrill
{
    /// <summary>What came of it.</summary>
    /// <param name="Kills">How often the server was killed.</param>
    /// <param name="Acknowledged">Trials that the server said it had.</param>
    /// <param name="Lost">Acknowledged trials that weren't there at the end, or not as sent.</param>
    public sealed record Result(int Kills, int Acknowledged, int Lost);

    public static async Task<Result> RunAsync(
        string data,
        string? postgres,
        int kills,
        int sessions,
        int seed,
        Action<string>? say = null
    )
    {
        await using var server = await ServerProcess.StartAsync(data, postgres);
        using var parent = ApiClient.To(server.Address);
        await parent.LogInAsync("parent@demo.chs");
        var (study, child) = await parent.DemoAsync();
        var responses = new List<Guid>();
        for (var i = 0; i < sessions; i++)
        {
            responses.Add(await parent.StartAsync(study, child));
            (await parent.PatchAsync(responses[i], """{"exp_data":[{"i":0}]}""")).EnsureSuccessStatusCode(); // so that the next start makes a new one
        }

        using var end = new CancellationTokenSource();
        var acknowledged = responses.Select(_ => 1).ToArray();
        var savers = responses
            .Select(
                (response, index) =>
                    Task.Run(async () =>
                    {
                        while (!end.IsCancellationRequested)
                        {
                            var count = acknowledged[index] + 1;
                            try
                            {
                                using var answer = await parent.PatchAsync(
                                    response,
                                    $"{{\"exp_data\":{Trials(count)}}}"
                                );
                                if (answer.StatusCode == HttpStatusCode.OK)
                                    acknowledged[index] = count;
                                else
                                    throw new InvalidOperationException(
                                        $"The server refused: {await answer.Content.ReadAsStringAsync()}"
                                    );
                            }
                            catch (HttpRequestException)
                            {
                                await Task.Delay(20); // it is being killed; the same again
                            }
                        }
                    })
            )
            .ToArray();

        var random = new Random(seed);
        for (var kill = 1; kill <= kills; kill++)
        {
            await Task.Delay(random.Next(50, 600));
            await server.KillAsync();
            await server.StartAsync();
            say?.Invoke($"kill {kill}: {acknowledged.Sum()} trials acknowledged");
            foreach (var failed in savers.Where(s => s.IsFaulted))
                await failed;
        }

        await end.CancelAsync();
        await Task.WhenAll(savers);
        var lost = 0;
        for (var i = 0; i < sessions; i++)
        {
            var stored = (await parent.GetJsonAsync($"/api/v2/responses/{responses[i]}/"))
                .GetProperty("data")
                .GetProperty("attributes")
                .GetProperty("exp_data");
            // More than acknowledged may be there: the last answer can die with the server.
            for (var t = 0; t < acknowledged[i]; t++)
                if (t >= stored.GetArrayLength() || stored[t].GetProperty("i").GetInt32() != t)
                    lost++;
        }

        return new Result(kills, acknowledged.Sum(), lost);
    }

    static string Trials(int count) =>
        $"[{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"i":{{i}}}"""))}]";
}
