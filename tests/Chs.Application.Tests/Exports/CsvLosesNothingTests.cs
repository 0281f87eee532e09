using System.Text.Json;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Exports;

/// <summary>Whatever a study sends, and researchers keep, stands in the CSV, which stays a table that can be opened.</summary>
public class CsvLosesNothingTests
{
    const string Conditions = "response__conditions";

    [Theory, OnSqlite, OnPostgres]
    public async Task Values_whose_columns_have_one_name_stand_beside_each_other(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var row = await RowAsync(chs, """{"1-c":{"a.b":1,"a":{"b":2}}}""");
        Assert.Equal("1", row[$"{Conditions}.0.a.b"]);
        Assert.Equal("2", row[$"{Conditions}.0.a.b#2"]);
    }

    /// <summary>The reference stores members sorted by length, and shows the one that it meets last.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task The_plain_name_has_the_value_that_the_reference_shows_in_any_order(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var row = await RowAsync(chs, """{"1-c":{"a.b.c":1,"a":{"b.c":3,"b":{"c":4}},"a.b":{"c":2}}}""");
        Assert.Equal("1", row[$"{Conditions}.0.a.b.c"]);
        Assert.Equal(["4", "3", "2"], Enumerable.Range(2, 3).Select(n => row[$"{Conditions}.0.a.b.c#{n}"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_condition_may_bring_a_frame_name_of_its_own(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var row = await RowAsync(chs, """{"1-c":{"n":1,"frameName":"mine"},"2-c":{"frameName":{"x":true}}}""");
        Assert.Equal("\"mine\"", row[$"{Conditions}.0.frameName"]);
        Assert.Equal("\"1-c\"", row[$"{Conditions}.0.frameName#2"]);
        Assert.Equal("True", row[$"{Conditions}.1.frameName.x"]);
        Assert.Equal("\"2-c\"", row[$"{Conditions}.1.frameName#2"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_member_that_comes_twice_is_there_twice(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var row = await RowAsync(chs, """{"1-c":{"a":1,"a":2,"a#2":3,"o":{"x":4},"o":{"y":5}}}""");
        Assert.Equal(["2", "3", "1"], [Cell("a"), Cell("a#2"), Cell("a#3")]);
        Assert.Equal(["4", "5"], [Cell("o#2.x"), Cell("o.y")]);

        string Cell(string name) => row[$"{Conditions}.0.{name}"];
    }

    /// <summary>A member that is really called so keeps its name.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_number_after_a_name_is_never_taken_from_another_value(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var row = await RowAsync(chs, """{"1-c":{"a.b#2":"own","a.b":1,"a":{"b":2}}}""");
        Assert.Equal("\"own\"", row[$"{Conditions}.0.a.b#2"]);
        Assert.Equal("1", row[$"{Conditions}.0.a.b"]);
        Assert.Equal("2", row[$"{Conditions}.0.a.b#3"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Conditions_that_are_no_objects_stay(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        (string Sent, (string At, string Cell)[] Cells)[] sessions =
        [
            ("\"control\"", [("0", "\"control\"")]),
            ("-1.50", [("0", "-1.50")]),
            ("true", [("0", "True")]),
            ("""["a",{"n":2}]""", [("0", "\"a\""), ("1.n", "2")]),
            ("""{"1-c":"control"}""", [("0.frameName", "\"1-c\""), ("0", "\"control\"")]),
            ("""{"1-c":["left","right"]}""", [("0.frameName", "\"1-c\""), ("0.0", "\"left\""), ("0.1", "\"right\"")]),
            ("{}", []),
            ("[]", []),
            ("null", []),
        ];
        foreach (var session in sessions)
            await AddAsync(chs, world, session.Sent);
        var file = await CsvFile.DownloadAsync(chs, world);
        foreach (var (session, row) in sessions.Zip(file.Rows))
        {
            var filled = row.Where(cell => cell.Key.StartsWith(Conditions, StringComparison.Ordinal))
                .Where(cell => cell.Value is not "\"\"")
                .ToDictionary(cell => cell.Key, cell => cell.Value);
            Assert.Equal(session.Cells.ToDictionary(cell => $"{Conditions}.{cell.At}", cell => cell.Cell), filled);
        }
    }

    /// <summary>A download must not fail for all because of one session.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Deep_conditions_are_no_obstacle(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await AddAsync(chs, world, Nested(200, "a"));
        // Only an import brings such a depth.
        var imported = await AddAsync(chs, world, "{}");
        await chs.WithAsync(db =>
            db.Responses.Where(r => r.Uuid == imported)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.Conditions, Nested(5_000, "a")))
        );
        var file = await CsvFile.DownloadAsync(chs, world);
        Assert.Equal("7", file.Rows[0][$"{Conditions}.0.{string.Join('.', Enumerable.Repeat("a", 199))}"]);
        Assert.EndsWith("""{"a":7""" + new string('}', 5_000), CsvFile.Unquoted(file.Rows[1][Conditions]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Up_to_2000_columns_everything_has_one_of_its_own(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        // Beside them: the name of the frame, eligibility and a sequence of one.
        var row = await RowAsync(chs, Members(0, 1_997));
        Assert.Equal(2_000, row.Keys.Count(IsFlattened));
        Assert.Equal("\"\"", row[Conditions]);
        Assert.Equal("1996", row[$"{Conditions}.0.k1996"]);
    }

    /// <summary>One family's odd session takes no column away from the others.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Beyond_2000_columns_the_rest_stands_as_JSON_in_the_column_of_the_whole(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await AddAsync(chs, world, Members(0, 20_000));
        await AddAsync(chs, world, """{"1-c":{"x":"plain","list":["p","q"]}}""");
        var file = await CsvFile.DownloadAsync(chs, world);

        Assert.Equal(2_000, file.Header.Count(IsFlattened));
        Assert.Equal("\"plain\"", file.Rows[1][$"{Conditions}.0.x"]);
        Assert.Equal("\"q\"", file.Rows[1][$"{Conditions}.0.list.1"]);
        Assert.Equal("\"\"", file.Rows[1][Conditions]);
        var rest = JsonDocument.Parse(CsvFile.Unquoted(file.Rows[0][Conditions])).RootElement.GetProperty("0");
        for (var i = 0; i < 20_000; i++)
        {
            var hasColumn = file.Rows[0].TryGetValue($"{Conditions}.0.k{i}", out var cell);
            Assert.Equal(i.ToString(), hasColumn ? cell : rest.GetProperty($"k{i}").GetRawText());
            Assert.NotEqual(hasColumn, rest.TryGetProperty($"k{i}", out _));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Also_a_long_sequence_is_there_whole(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await AddAsync(chs, world, "{}");
        var sequence = JsonSerializer.Serialize(Enumerable.Range(0, 2_500).Select(i => $"frame {i}"));
        await chs.WithAsync(db =>
            db.Responses.Where(r => r.Uuid == response)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.Sequence, sequence))
        );
        var row = Assert.Single((await CsvFile.DownloadAsync(chs, world)).Rows);
        var rest = JsonDocument.Parse(CsvFile.Unquoted(row["response__sequence"])).RootElement;
        var all = Enumerable
            .Range(0, 2_500)
            .Select(i =>
                row.TryGetValue($"response__sequence.{i}", out var cell)
                    ? CsvFile.Unquoted(cell)
                    : rest.GetProperty($"{i}").GetString()
            );
        Assert.Equal(Enumerable.Range(0, 2_500).Select(i => $"frame {i}"), all);
    }

    /// <summary>The order of rows and members doesn't matter, so a later download of the same data is the same file.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_data_give_the_same_columns(DatabaseProvider on)
    {
        string[] sent = [Members(0, 1_500), Members(1_000, 2_500), Members(5_000, 6_000)];
        var headers = new List<IReadOnlyList<string>>();
        foreach (var order in (string[][])[sent, [.. sent.Reverse()]])
        {
            await using var chs = await TestChs.StartAsync(on);
            var world = await World.MakeAsync(chs);
            foreach (var conditions in order)
                await AddAsync(chs, world, conditions);
            headers.Add((await CsvFile.DownloadAsync(chs, world)).Header);
        }

        Assert.Equal(2_000, headers[0].Count(IsFlattened));
        Assert.Equal(headers[0], headers[1]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_name_of_endless_length_is_no_column(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var name = new string('n', 100_000);
        var row = await RowAsync(chs, $$$"""{"1-c":{"{{{name}}}":5}}""");
        Assert.All(row.Keys, column => Assert.True(column.Length <= 1_000));
        var rest = JsonDocument.Parse(CsvFile.Unquoted(row[Conditions])).RootElement;
        Assert.Equal(5, rest.GetProperty("0").GetProperty(name).GetInt32());
    }

    /// <summary>They are read in parts of about 4 million characters.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Large_sessions_are_all_there_in_order(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        int[] lengths = [10, 3_000_000, 3_000_000, 5_000_000, 10, 20];
        foreach (var length in lengths)
            await AddAsync(chs, world, $$$"""{"1-c":{"text":"{{{new string('x', length)}}}"}}""");
        var file = await CsvFile.DownloadAsync(chs, world);
        Assert.Equal(lengths, file.Rows.Select(row => CsvFile.Unquoted(row[$"{Conditions}.0.text"]).Length));
        Assert.Equal(
            file.Rows.Select(row => row["response__id"]).Distinct(),
            file.Rows.Select(row => row["response__id"])
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_researchers_track_is_in_the_download(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await AddAsync(chs, world, "{}");
        await chs.WithAsync(db =>
            db.Responses.Where(r => r.Uuid == response)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(r => r.Payment, PaymentStatus.Review)
                        .SetProperty(r => r.SessionStatus, SessionStatus.WithdrawnClosed)
                        .SetProperty(r => r.IsStarred, true)
                )
        );
        var row = Assert.Single((await CsvFile.DownloadAsync(chs, world)).Rows);
        Assert.Equal("\"Needs review\"", row["response__researcher_payment_status"]);
        Assert.Equal("\"Withdrawn or closed\"", row["response__researcher_session_status"]);
        Assert.Equal("True", row["response__researcher_star"]);
    }

    /// <summary>Columns beside those that the table of the reference has.</summary>
    static bool IsFlattened(string column) => column.Contains('.', StringComparison.Ordinal);

    /// <summary>A condition with the members <c>k…</c>, whose values are their numbers.</summary>
    static string Members(int from, int to) =>
        $$$"""{"1-c":{{{{string.Join(',', Enumerable.Range(from, to - from).Select(i => $"\"k{i}\":{i}"))}}}}}""";

    /// <summary>7 within as many objects.</summary>
    static string Nested(int depth, string name) =>
        string.Concat(Enumerable.Repeat($$"""{"{{name}}":""", depth)) + 7 + new string('}', depth);

    static async Task<IReadOnlyDictionary<string, string>> RowAsync(TestChs chs, string conditions)
    {
        var world = await World.MakeAsync(chs);
        await AddAsync(chs, world, conditions);
        return Assert.Single((await CsvFile.DownloadAsync(chs, world)).Rows);
    }

    /// <summary>Adds a complete response of one trial, whose consent is accepted.</summary>
    static async Task<Guid> AddAsync(TestChs chs, World world, string conditions)
    {
        var response = await chs.StartAsync(world);
        var flags = new ResponseFlags { Completed = true, Conditions = conditions };
        await chs.SaveAsync(world, response, Some.Trials(1), flags);
        await chs.ConsentAsync(world, response);
        return response;
    }
}
