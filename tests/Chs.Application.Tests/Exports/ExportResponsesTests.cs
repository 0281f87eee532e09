using Chs.Application.Access;
using Chs.Application.Exports;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Exports;

/// <summary>The CSV download of responses.</summary>
public class ExportResponsesTests
{
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
    public async Task Has_the_fixed_columns_and_those_that_were_flattened(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var row = SingleRow(await ExportSampleAsync(chs));
        Assert.Equal(Header, row.Select(cell => cell.Column));
    }

    /// <summary>The reference knows of further columns by their rows only.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Has_only_the_fixed_columns_when_there_are_no_responses(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var file = await CsvFile.DownloadAsync(chs, await World.MakeAsync(chs));
        Assert.Empty(file.Rows);
        Assert.Equal(Header.TakeWhile(column => column != "response__conditions.0.frameName"), file.Header);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Describes_the_response_and_its_consent(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        AssertHolds(
            SingleRow(await ExportSampleAsync(chs)),
            ("response__date_created", "\"2026-03-02 10:20:30.123456+00:00\""),
            ("response__completed", "True"),
            ("response__withdrawn", "False"),
            ("response__eligibility", "\"\""),
            ("consent__ruling", "\"accepted\""),
            ("consent__arbiter", "\"Ada  Example\""),
            ("consent__time", "\"2026-03-02 10:20\"")
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Flattens_conditions_and_sequence_into_cells_of_their_own(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        AssertHolds(
            SingleRow(await ExportSampleAsync(chs)),
            ("response__conditions.0.n", "1.50"),
            ("response__conditions.0.order.0", "2"),
            ("response__conditions.0.order.1", "\"a \"\"b\"\"\""),
            ("response__conditions.0.none", "\"\""),
            ("response__sequence.0", "\"0-t\""),
            ("response__sequence.1", "\"1-t\"")
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Names_the_response_by_its_id(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.ConsentAsync(world, response);
        Assert.Contains($",\"{response}\",", await CsvAsync(chs, world));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_out_what_identifies_families(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.ConsentAsync(world, await chs.StartAsync(world));
        var csv = await CsvAsync(chs, world);
        string[] secrets = ["Mika", world.Child.Uuid.ToString(), world.Parent.Id.ToString(), "2023-03-01"];
        foreach (var secret in secrets)
            Assert.DoesNotContain(secret, csv);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Holds_identifiable_columns_when_they_are_named(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.ConsentAsync(world, await chs.StartAsync(world));
        var csv = await CsvAsync(chs, world, "child__name", "child__age_rounded", "child__age_in_days");
        Assert.Contains("\"Mika\"", csv);
        Assert.Contains(",1097,\"1110\",", csv);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Says_in_the_name_of_the_file_whether_it_identifies_families(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var plain = await chs.AnswerAsync(world.Researcher, new ExportResponses(world.Study.Uuid, []));
        Assert.Equal("Faces--2nd-try_all-responses.csv", plain.FileName);
        var named = await chs.AnswerAsync(world.Researcher, new ExportResponses(world.Study.Uuid, ["child__name"]));
        Assert.Equal("Faces--2nd-try_all-responses-identifiable.csv", named.FileName);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_columns_that_do_not_exist(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new ExportResponses(world.Study.Uuid, ["child__shoe_size"]);
        await chs.RefusesAsync(world.Researcher, request, "request.invalid");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_whose_responses_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        foreach (var stranger in (Actor[])[world.Outsider, world.OtherParent, world.Parent])
            await chs.RefusesAsync(stranger, new ExportResponses(world.Study.Uuid, []), "study.not_found");
    }

    /// <summary>The download of a study with one complete response, whose consent is accepted.</summary>
    static async Task<string> ExportSampleAsync(TestChs chs)
    {
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        var flags = new ResponseFlags
        {
            Completed = true,
            Conditions = """{"1-c":{"order":[2,"a \"b\""],"n":1.50,"none":null,"empty":[]}}""",
        };
        await chs.SaveAsync(world, response, Some.Trials(2), flags);
        await chs.ConsentAsync(world, response);
        return await CsvAsync(chs, world);
    }

    [Theory]
    [InlineData("Faces & voices", "Faces---voices")]
    [InlineData("é", "é")]
    public void The_file_is_named_after_the_study(string study, string file) =>
        Assert.Equal(file, Download.NameOf(study));

    [Theory]
    [InlineData('a', 120)]
    [InlineData('é', 60)]
    [InlineData('顔', 40)]
    public void The_name_of_a_file_fits_into_file_systems(char letter, int length) =>
        Assert.Equal(new string(letter, length), Download.NameOf(new string(letter, 255)));

    /// <summary>Halves of surrogate pairs and U+0000, which no text can hold, and values that are nested deeply.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Holds_a_replacement_for_odd_characters(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.ConsentAsync(world, response);
        const string trials = """[{"trial_index":0,"trial_type":"a\u0000\ud83d"}]""";
        var deep = string.Concat(Enumerable.Repeat("[", 100)) + "7" + string.Concat(Enumerable.Repeat("]", 100));
        var conditions = $$$"""{"f\ud800":{"k\u0000":"v\udc00","deep":{{{deep}}}}}""";
        await chs.SaveAsync(world, response, trials, new ResponseFlags { Conditions = conditions });
        var csv = await CsvAsync(chs, world);
        string[] parts = ["\"0-a\uFFFD\uFFFD\"", "\"f\uFFFD\"", "\"response__conditions.0.k\uFFFD\"", "\"v\uFFFD\""];
        foreach (var part in parts)
            Assert.Contains(part, csv);
        Assert.False(OddCharacters.AreIn(csv));
    }

    static async Task<string> CsvAsync(TestChs chs, World world, params string[] columns) =>
        (await CsvFile.DownloadAsync(chs, world, columns)).Text;

    static void AssertHolds(List<(string Column, string Text)> row, params (string Column, string Text)[] expected) =>
        Assert.All(expected, cell => Assert.Contains(cell, row));

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
}
