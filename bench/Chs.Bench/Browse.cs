using System.Diagnostics;
using Npgsql;

namespace Chs.Bench;

/// <summary>
/// A family with three children looks for studies among many that are open, against the bare program, which reads the same
/// columns of all of them and returns stored bytes.
/// </summary>
sealed class Browse
{
    const int Rounds = 3,
        Few = 200,
        Many = 2000,
        PageSize = 20,
        TimedRequests = 300;

    /// <summary>Studies for all sorts of children; each tenth asks for an earlier one.</summary>
    const string Studies = """
        INSERT INTO studies (
            uuid, type, state, lab_id, creator_id, is_public, is_preview_shared, full_screen, is_built, salt, hash_digits,
            draft_number, live_number, created_at, modified_at, version, name,
            preview_summary, short_description, purpose, criteria,
            compensation, duration, contact_info, exit_url, criteria_expression,
            min_age_years, min_age_months, min_age_days, max_age_years, max_age_months, max_age_days, is_scheduled)
        SELECT gen_random_uuid(), 3, 'Active', lab_id, creator_id, true, false, true, false, gen_random_uuid(), 6,
               1, 1, now(), now(), 1, 'Study ' || i,
               repeat('s', 200), repeat('d', 400), repeat('p', 400), 'Kids',
               '', '', '', '',
               CASE i % 3 WHEN 0 THEN '' WHEN 1 THEN 'speaks_en AND NOT deaf' ELSE 'gestational_age_in_weeks >= 37' END,
               i % 5, 0, 0, 2 + i % 5, 0, 0, false
          FROM (SELECT lab_id, creator_id FROM studies LIMIT 1) first, generate_series(@from, @to) i;
        INSERT INTO participation_criteria (study_id, other_study_id, is_required)
        SELECT s.id, (SELECT min(id) FROM studies), false FROM studies s
         WHERE s.id % 10 = 0 AND s.id > (SELECT min(id) FROM studies) ON CONFLICT DO NOTHING;
        ANALYZE;
        """;

    public static async Task<int> RunAsync(string root, string postgres, int seconds)
    {
        await using var pair = await BenchPair.StartAsync(root, postgres);
        foreach (var birthday in (string[])["2022-03-01", "2024-07-15"])
            await pair.Parent.PostJsonAsync("/api/v3/children", new { givenName = "Kid", birthday });
        Console.WriteLine($"A family with 3 children, pages of {PageSize}, {RequestLoad.Connections} connections");
        Console.WriteLine($"{Rounds} rounds of {seconds} s each, PostgreSQL with fsync");
        Console.WriteLine(
            $"{"request", -34}{"studies", 9}{"CHS /s", 9}{"bare /s", 9}{"ratio", 8}{"p95 ms", 9}   statements"
        );
        var made = 0;
        foreach (var count in (int[])[Few, Many])
        {
            await AddStudiesAsync(pair, made + 1, count);
            made = count;
            var bench = new Browse(pair, TimeSpan.FromSeconds(seconds), count);
            await bench.CompareAsync("list", $"/api/v3/me/open-studies?limit={PageSize}");
            await bench.CompareAsync(
                "eligible and not done",
                $"/api/v3/me/open-studies?limit={PageSize}&isEligible=true&isDone=false"
            );
            await bench.CompareAsync("visitors' list", $"/api/v3/open-studies?limit={PageSize}");
        }

        return 0;
    }

    static async Task AddStudiesAsync(BenchPair pair, int from, int to)
    {
        var sql = Studies.Replace("@from", $"{from}").Replace("@to", $"{to}");
        await BenchDatabase.ExecuteAsync(pair.Database, sql);
    }

    readonly BenchPair _pair;
    readonly TimeSpan _duration;
    readonly int _studies;

    Browse(BenchPair pair, TimeSpan duration, int studies)
    {
        _pair = pair;
        _duration = duration;
        _studies = studies;
    }

    async Task CompareAsync(string name, string path)
    {
        var kind = $"{name} {_studies}";
        await StoreAnswerAsync(kind, path);
        var list = new BenchRequest(HttpMethod.Get, path);
        var stored = new BenchRequest(HttpMethod.Get, $"/studies/{Uri.EscapeDataString(kind)}");
        var chsLoad = new RequestLoad(_pair.Api.Address, _pair.Parent);
        var bareLoad = new RequestLoad(_pair.BareAddress, null);
        // The first seconds warm up both programs and aren't counted.
        await bareLoad.DriveAsync(TimeSpan.FromSeconds(2), _ => stored);
        await chsLoad.DriveAsync(TimeSpan.FromSeconds(2), _ => list);
        List<double> chs = [];
        List<double> bare = [];
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(await bareLoad.DriveAsync(_duration, _ => stored));
            chs.Add(await chsLoad.DriveAsync(_duration, _ => list));
        }

        var statements = await StatementCount.MeasureAsync(_pair, _pair.Parent, list.ToMessage);
        var rates = $"{Measurements.Median(chs), 9:F0}{Measurements.Median(bare), 9:F0}";
        var ratio = Measurements.MedianRatio(chs, bare);
        var slow = await SlowestOfTwentyAsync(list);
        Console.WriteLine($"{name, -34}{_studies, 9}{rates}{ratio, 8:F2}{slow, 9:F1}   {statements}");
    }

    /// <returns>Milliseconds within which 95 of 100 requests of one connection are answered.</returns>
    async Task<double> SlowestOfTwentyAsync(BenchRequest list)
    {
        List<double> times = [];
        for (var i = 0; i < TimedRequests; i++)
        {
            var clock = Stopwatch.StartNew();
            using var answer = await _pair.Parent.SendAsync(HttpMethod.Get, list.Path);
            answer.EnsureSuccessStatusCode();
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        return times.Order().ElementAt(TimedRequests * 95 / 100);
    }

    async Task StoreAnswerAsync(string kind, string path)
    {
        var items = (await _pair.Parent.GetJsonAsync(path)).GetProperty("items");
        await using var connection = new NpgsqlConnection(_pair.Database);
        await connection.OpenAsync();
        foreach (var item in items.EnumerateArray())
        {
            await using var command = new NpgsqlCommand(
                "INSERT INTO bare_documents (kind, document) VALUES ($1, $2::json)",
                connection
            )
            {
                Parameters =
                {
                    new NpgsqlParameter { Value = kind },
                    new NpgsqlParameter { Value = item.GetRawText() },
                },
            };
            await command.ExecuteNonQueryAsync();
        }
    }
}
