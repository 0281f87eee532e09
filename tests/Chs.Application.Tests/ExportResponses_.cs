using Chs.Application.Access;
using Chs.Application.Exports;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>The CSV download of responses.</summary>
public class ExportResponses_
{
    static async Task<string> CsvAsync(TestChs chs, World world, params string[] columns)
    {
        var text = "";
        await chs.WithServicesAsync(async services =>
        {
            // The download must be written before its scope ends, as in the host.
            var handler = new ExportResponses.Handler(
                (Ports.IChsDb)services.GetService(typeof(Ports.IChsDb))!,
                new AccessControl(
                    (Ports.IChsDb)services.GetService(typeof(Ports.IChsDb))!,
                    Moq.Mock.Of<Ports.ICurrentActor>(a => a.Actor == world.Researcher)
                )
            );
            var download = await handler.Handle(new ExportResponses(world.Study.Uuid, columns), default);
            Assert.Equal(
                $"Faces--2nd-try_all-responses{(columns.Contains("child__name") ? "-identifiable" : "")}.csv",
                download.Value.FileName
            );
            using var stream = new MemoryStream();
            await download.Value.WriteAsync(stream, default);
            text = System.Text.Encoding.UTF8.GetString(stream.ToArray());
        });
        return text;
    }

    static readonly string[] Header =
    [
        "response__id",
        "response__uuid",
        "response__date_created",
        "response__completed",
        "response__withdrawn",
        "response__eligibility",
        "response__parent_feedback",
        "response__birthdate_difference",
        "response__video_privacy",
        "response__databrary",
        "response__is_preview",
        "consent__ruling",
        "consent__arbiter",
        "consent__time",
        "consent__comment",
        "study__uuid",
        "participant__hashed_id",
        "child__hashed_id",
        "response__sequence",
        "response__conditions",
        "response__researcher_payment_status",
        "response__conditions.0.frameName",
        "response__conditions.0.n",
        "response__conditions.0.none",
        "response__conditions.0.order.0",
        "response__conditions.0.order.1",
        "response__eligibility.0",
        "response__researcher_session_status",
        "response__researcher_star",
        "response__sequence.0",
        "response__sequence.1",
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task Writes_the_table_and_what_was_flattened(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        var flags = new ResponseFlags
        {
            Completed = true,
            Conditions = """{"1-c":{"order":[2,"a \"b\""],"n":1.50,"none":null,"empty":[]}}""",
        };
        await chs.SaveAsync(world, response, Some.Trials(2), flags);
        await chs.ConsentAsync(world, response);

        var row = SingleRow(await CsvAsync(chs, world));
        Assert.Equal(Header, row.Select(cell => cell.Column));
        var cells = row.ToDictionary(cell => cell.Column, cell => cell.Text);
        Assert.Equal($"\"{response}\"", cells["response__uuid"]);
        Assert.Equal("\"2026-03-02 10:20:30.123456+00:00\"", cells["response__date_created"]);
        Assert.Equal("True", cells["response__completed"]);
        Assert.Equal("False", cells["response__withdrawn"]);
        Assert.Equal("\"\"", cells["response__eligibility"]);
        Assert.Equal("\"accepted\"", cells["consent__ruling"]);
        Assert.Equal("\"Ada  Example\"", cells["consent__arbiter"]);
        Assert.Equal("\"2026-03-02 10:20\"", cells["consent__time"]);
        Assert.Equal("1.50", cells["response__conditions.0.n"]);
        Assert.Equal("2", cells["response__conditions.0.order.0"]);
        Assert.Equal("\"a \"\"b\"\"\"", cells["response__conditions.0.order.1"]);
        Assert.Equal("\"\"", cells["response__conditions.0.none"]);
        Assert.Equal("\"0-t\"", cells["response__sequence.0"]);
        Assert.Equal("\"1-t\"", cells["response__sequence.1"]);
    }

    /// <summary>The cells of a file of one row, in which no cell contains a comma.</summary>
    static List<(string Column, string Text)> SingleRow(string csv)
    {
        var lines = csv.Split("\r\n");
        Assert.Equal(3, lines.Length);
        Assert.Equal("", lines[2]);
        string[] header = [.. lines[0].Split(',').Select(cell => cell.Trim('"'))];
        var cells = lines[1].Split(',');
        Assert.Equal(header.Length, cells.Length);
        return [.. header.Zip(cells)];
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Holds_identifiable_columns_only_when_they_are_named(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.ConsentAsync(world, await chs.StartAsync(world));

        var plain = await CsvAsync(chs, world);
        string[] secrets = ["Mika", world.Child.Uuid.ToString(), world.Parent.Id.ToString(), "2023-03-01"];
        foreach (var secret in secrets)
            Assert.DoesNotContain(secret, plain);
        var named = await CsvAsync(chs, world, "child__name", "child__age_rounded", "child__age_in_days");
        Assert.Contains("\"Mika\"", named);
        Assert.Contains(",1097,\"1110\",", named);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_columns_that_nobody_knows(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(
            world.Researcher,
            new ExportResponses(world.Study.Uuid, ["child__shoe_size"]),
            "request.invalid"
        );
    }

    [Theory]
    [
        InlineData(4, 0),
        InlineData(5, 0),
        InlineData(15, 20),
        InlineData(25, 20),
        InlineData(360, 360),
        InlineData(361, 360),
        InlineData(375, 360),
        InlineData(376, 390),
        InlineData(405, 420)
    ]
    public void Rounds_ages_halves_to_even(int days, int rounded) => Assert.Equal(rounded, ResponseRows.Rounded(days));
}
