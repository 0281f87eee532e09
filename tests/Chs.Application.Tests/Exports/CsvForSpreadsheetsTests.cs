using System.Text;
using Chs.Application.Exports;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Exports;

/// <summary>A CSV for spreadsheets runs nothing that a family typed, and the plain one stays exact.</summary>
public class CsvForSpreadsheetsTests
{
    const string Formula = "=HYPERLINK(\"http://evil.example\")";
    const string Feedback = "response__parent_feedback";

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("-1+1|cmd")]
    [InlineData("@SUM(A1)")]
    [InlineData("\ttext")]
    [InlineData("\rtext")]
    [InlineData("\ntext")]
    [InlineData(" =1")]
    [InlineData("\u00A0+1")]
    [InlineData("\uFEFF=1")]
    [InlineData("\u200B@x")]
    [InlineData("＝1+1")]
    [InlineData("－1")]
    public void A_text_that_could_be_run_gets_an_apostrophe(string text) =>
        Assert.Equal($"'{text}", SpreadsheetText.Of(text));

    /// <summary>Where the list separator is a semicolon, Excel begins a cell behind each, and a row behind a line break.</summary>
    [Theory]
    [InlineData("c;=cmd|' /C calc'!A0", "c;'=cmd|' /C calc'!A0")]
    [InlineData("a; \u00A0@x;y;-1", "a;' \u00A0@x;y;'-1")]
    [InlineData("a;\"=1+1\"", "a;'\"=1+1\"")]
    [InlineData("a\n=1", "a\n'=1")]
    [InlineData("a\r\n＝1", "a\r\n'＝1")]
    [InlineData("a;\n \t+1", "a;\n \t'+1")]
    [InlineData(";;=1", ";;'=1")]
    [InlineData("\t=1", "'\t'=1")]
    [InlineData("\r=1", "'\r'=1")]
    [InlineData("=1;=2", "'=1;'=2")]
    [InlineData(" \n=1", " \n'=1")]
    public void A_part_that_could_be_run_gets_an_apostrophe(string text, string expected) =>
        Assert.Equal(expected, SpreadsheetText.Of(text));

    [Theory]
    [InlineData("")]
    [InlineData("a; b; c=d")]
    [InlineData("a;'=1")]
    [InlineData("a, -1, =b")]
    [InlineData("one\ntwo\r\n\r\nthree\t4;")]
    [InlineData("https://x.example/?a=1;b=2")]
    [InlineData(" ")]
    [InlineData("a=b")]
    [InlineData("1-2")]
    [InlineData("0-exit")]
    [InlineData("'=1")]
    [InlineData("2026-03-02 10:20:30+00:00")]
    public void Other_texts_stay(string text) => Assert.Equal(text, SpreadsheetText.Of(text));

    [Fact]
    public void A_text_is_cut_where_a_cell_of_Excel_ends()
    {
        Assert.Equal(new string('x', 32_767), SpreadsheetText.Of(new string('x', 32_767)));
        var cut = SpreadsheetText.Of(string.Concat(Enumerable.Repeat("😀", 20_000)));
        Assert.InRange(cut.Length, 32_700, 32_767);
        Assert.EndsWith("😀 … (40000 characters: see the exact file)", cut);
        var parts = SpreadsheetText.Of(string.Concat(Enumerable.Repeat(";=", 20_000)));
        Assert.InRange(parts.Length, 32_700, 32_767);
        Assert.EndsWith(" … (40000 characters: see the exact file)", parts);
        // The apostrophe before a formula isn't counted.
        Assert.EndsWith("(40000 characters: see the exact file)", SpreadsheetText.Of(new string('=', 40_000)));
        Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Begins_with_a_byte_order_mark_and_holds_no_formula(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await WorldWithFormulasAsync(chs);
        var file = await DownloadAsync(chs, world, CsvUse.Spreadsheet);
        Assert.StartsWith(CsvFile.ByteOrderMark + "\"response__id\",", file.Text);
        var row = Assert.Single(file.Rows);
        Assert.Equal($"'{Formula}", CsvFile.Unquoted(row[Feedback]));
        Assert.Equal("\"'@x\"", row["response__conditions.0.at"]);
        Assert.Equal("\"'-5\"", row["response__conditions.0.text"]);
        Assert.Equal("\"'+\"", row["child__name"]);
        Assert.All(
            row.Values.Select(CsvFile.Unquoted),
            cell => Assert.DoesNotMatch(@"^\s*[=+@\t\r]|^\s*-(?![\d.]+$)", cell)
        );
    }

    /// <summary>What a study sent as a number can't be anything else.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_negative_numbers_as_numbers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await WorldWithFormulasAsync(chs);
        var row = Assert.Single((await DownloadAsync(chs, world, CsvUse.Spreadsheet)).Rows);
        Assert.Equal("-5", row["response__conditions.0.n"]);
        Assert.Equal("-59", row["response__birthdate_difference"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_plain_file_is_exact(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await WorldWithFormulasAsync(chs);
        var file = await DownloadAsync(chs, world, null);
        Assert.StartsWith("\"response__id\",", file.Text);
        var row = Assert.Single(file.Rows);
        Assert.Equal(Formula, CsvFile.Unquoted(row[Feedback]));
        Assert.Equal("\"@x\"", row["response__conditions.0.at"]);
        Assert.Equal("\"-5\"", row["response__conditions.0.text"]);
        Assert.Equal("\"+\"", row["child__name"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Says_in_the_name_of_the_file_that_it_is_for_spreadsheets(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new ExportResponses(world.Study.Uuid, ["child__name"]) { For = CsvUse.Spreadsheet };
        var download = await chs.AnswerAsync(world.Researcher, request);
        Assert.Equal("Faces--2nd-try_all-responses-identifiable-spreadsheet.csv", download.FileName);
    }

    static Task<CsvFile> DownloadAsync(TestChs chs, World world, CsvUse? use) =>
        CsvFile.DownloadAsync(chs, world, new ExportResponses(world.Study.Uuid, ["child__name"]) { For = use });

    /// <summary>A session of a family that types formulas.</summary>
    static async Task<World> WorldWithFormulasAsync(TestChs chs)
    {
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        const string exit = """
            [{"trial_index":0,"trial_type":"exit","chs_type":"exit","response":
            {"feedback":"=HYPERLINK(\"http://evil.example\")","birthDate":"2023-01-01"}}]
            """;
        var flags = new ResponseFlags { Conditions = """{"1-c":{"n":-5,"text":"-5","at":"@x","tab":"\tx"}}""" };
        await chs.SaveAsync(world, response, exit, flags);
        await chs.ConsentAsync(world, response);
        await chs.WithAsync(db =>
            db.Children.Where(c => c.Id == world.Child.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.GivenName, "+"))
        );
        return world;
    }
}
