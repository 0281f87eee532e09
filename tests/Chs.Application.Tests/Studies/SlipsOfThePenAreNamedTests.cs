using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Application.Studies;
using Chs.Application.Tests.Accounts;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Studies;

/// <summary>What people type by mistake is mended where that is safe, and else named in their words, with its place.</summary>
public class SlipsOfThePenAreNamedTests
{
    /// <summary>Words of parsers, which say what is wrong with a program.</summary>
    static readonly string[] ParsersWords =
    [
        "reader",
        "start of a value",
        "0x",
        "LineNumber",
        "BytePosition",
        "tokens",
    ];

    [Theory]
    [InlineData("{\"frames\":{},\n\"sequence\":[\"a\",]}", 2, 16, "No comma may stand before ']': take this one out.")]
    [InlineData("{\n// frames\n\"frames\":{}}", 2, 1, "JSON has no comments: take this one out.")]
    [InlineData("{\"frames\":{\"a\":\"\0\"}}", 1, 17, "A NUL character (U+0000) stands here: take it out.")]
    [InlineData(
        "{\"frames\":{\"a\":\"\\ud83d\"}}",
        1,
        17,
        "Half of a character (a lone surrogate, U+D83D) stands here"
    )]
    [InlineData("", 1, 1, "The text is empty.")]
    public void A_structure_is_read_as_its_author_reads_it(string structure, int line, int column, string message)
    {
        var fault = ProtocolText.ReadStructure(structure).Fault!;
        Assert.Equal(("not_a_protocol", line, column), (fault.Code, fault.Line, fault.Column));
        Assert.StartsWith(message, fault.Message);
        Assert.DoesNotContain(ParsersWords, word => fault.Message.Contains(word, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("let a = \u201Cb\u201D;", 1, 9, "A typographic quote (\u201C) stands here")]
    [InlineData("let a;\n\0", 2, 1, "A NUL character (U+0000) stands here")]
    [InlineData("let a\u200B = 1;", 1, 6, "A character without width (U+200B)")]
    [InlineData("<script>\nlet a;\n</script>", 1, 1, "This begins like HTML")]
    public void A_script_is_read_as_its_author_reads_it(string script, int line, int column, string message)
    {
        var fault = ProtocolText.ReadScript(script, "experiment", isModule: true).Fault!;
        Assert.Equal(("not_a_script", line, column), (fault.Code, fault.Line, fault.Column));
        Assert.StartsWith(message, fault.Message);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_byte_order_mark_is_taken_off(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var input = new StudyInput
        {
            Name = "Frames",
            Structure = "\uFEFF{\"frames\":{\"a\":{}},\"sequence\":[\"a\"]}",
            Generator = "\uFEFFfunction generateProtocol() { }",
            CriteriaExpression = "\uFEFFspeaks_en",
            ExitUrl = "\uFEFFhttps://lab.example/",
        };
        var id = await chs.CreateStudyAsync(world, input, StudyType.Frameplayer);
        var study = await chs.ReadStudyAsync(world, id);
        Assert.Empty(study.ProtocolFaults);
        Assert.Equal("{\"frames\":{\"a\":{}},\"sequence\":[\"a\"]}", study.Structure);
        Assert.StartsWith("function", study.Generator);
        Assert.Equal("speaks_en", study.CriteriaExpression);
        Assert.Equal("https://lab.example/", study.ExitUrl);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_address_with_a_name_or_a_password_in_it_is_refused(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        foreach (var address in (string[])["https://user:pw@lab.example/", "https://lab.example@evil.example/"])
        {
            var input = new StudyInput { ExitUrl = address };
            await chs.FindsFaultAsync(world.Researcher, new UpdateStudy(world.Study.Uuid, input, null), "not_a_url");
            input = new StudyInput { ExternalUrl = address };
            await chs.FindsFaultAsync(world.Researcher, new UpdateStudy(world.Study.Uuid, input, null), "not_a_url");
            var lab = WorldSteps.LabNamed("Elsewhere") with { Website = address };
            await chs.FindsFaultAsync(world.Researcher, new UpdateLab(world.Lab.Uuid, lab, null), "not_a_url");
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_cannot_be_stored_is_named_with_its_place(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var change = new UpdateStudy(world.Study.Uuid, new StudyInput { Experiment = "let a;\nlet b = '\0';" }, null);
        var fault = await chs.FindsFaultAsync(world.Researcher, change, "invalid");
        Assert.Equal(
            ("/experiment", "Line 2, column 10: A NUL character (U+0000) stands here: take it out."),
            (fault.Pointer, fault.Message)
        );
        change = change with { Study = new StudyInput { Name = "Faces \ud83d" } };
        fault = await chs.FindsFaultAsync(world.Researcher, change, "invalid");
        Assert.StartsWith("Line 1, column 7: Half of a character (a lone surrogate, U+D83D)", fault.Message);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_study_in_which_nothing_could_run_is_not_submitted(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        (StudyType Type, StudyInput Input, string Pointer)[] empty =
        [
            (StudyType.JsPsych, new StudyInput(), "/experiment"),
            (StudyType.JsPsych, new StudyInput { Experiment = " // later\n" }, "/experiment"),
            (StudyType.External, new StudyInput(), "/externalUrl"),
            (StudyType.Frameplayer, new StudyInput(), "/structure"),
            (StudyType.Frameplayer, new StudyInput { UsesGenerator = true }, "/generator"),
        ];
        foreach (var (type, input, pointer) in empty)
        {
            var id = await chs.CreateStudyAsync(world, input with { Name = "Empty" }, type);
            var submit = new MoveStudy(id, StudyTrigger.Submit, "", null);
            var refused = await chs.RefusesAsync(world.Researcher, submit, "study.protocol_faulty");
            Assert.Equal(pointer, Assert.Single(refused.Faults).Pointer);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_draft_in_which_nothing_could_run_is_not_proposed(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SaveBesideLiveAsync(world, "");
        var propose = new ProposeDraft(world.Study.Uuid, "", null);
        var refused = await chs.RefusesAsync(world.Researcher, propose, "study.protocol_faulty");
        Assert.Equal("required", Assert.Single(refused.Faults).Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_study_as_must_and_must_not_is_a_warning_as_long_as_it_lasts(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var input = new StudyInput
        {
            Name = "Second",
            Experiment = "1",
            MustHaveParticipated = [world.Study.Uuid],
            MustNotHaveParticipated = [world.Study.Uuid],
        };
        var created = await chs.AnswerAsync(world.Researcher, new CreateStudy(world.Lab.Uuid, input));
        var read = await chs.ReadStudyAsync(world, created.Id);
        foreach (var study in (StudyView[])[created, read])
        {
            var warning = Assert.Single(study.Warnings);
            Assert.Equal(("/mustNotHaveParticipated/0", "contradiction"), (warning.Pointer, warning.Code));
            Assert.Contains(world.Study.Uuid.ToString(), warning.Message);
        }

        var mended = await chs.UpdateStudyAsync(world, new StudyInput { MustHaveParticipated = [] }, created.Id);
        Assert.Empty(mended.Warnings);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_birthday_tomorrow_or_150_years_ago_is_refused(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        // 2 March 2026 at the site, too.
        foreach (
            var (birthday, code) in (IEnumerable<(string, string)>)
                [("2026-03-03", "in_future"), ("1876-03-02", "out_of_range")]
        )
        {
            var born = Children.Called("Mika") with { Birthday = DateOnly.Parse(birthday) };
            foreach (
                var request in (MediatR.IRequest<Domain.Outcome<ChildView>>[])
                    [new CreateChild(born), new UpdateChild(world.Child.Uuid, born, null)]
            )
                Assert.Equal("/birthday", (await chs.FindsFaultAsync(world.Parent, request, code)).Pointer);
            var test = new CreateTestParticipant(world.Study.Uuid, born);
            await chs.FindsFaultAsync(world.Researcher, test, code);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_child_with_an_imported_birthday_can_be_changed(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var birthday = new DateOnly(1023, 3, 1);
        await chs.WithAsync(db =>
            db.Children.Where(c => c.Id == world.Child.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.Birthday, birthday))
        );
        var renamed = Children.Called("Noa") with { Birthday = birthday };
        var child = await chs.AnswerAsync(world.Parent, new UpdateChild(world.Child.Uuid, renamed, null));
        Assert.Equal(("Noa", birthday), (child.GivenName, child.Birthday));
    }

    [Theory]
    [InlineData("a\nb\n", "a\r\nb\r\n", UnseenChange.LineEnds)]
    [InlineData("a\r\nb", "a\nb", UnseenChange.LineEnds)]
    [InlineData("a\r\nb\n", "a\nb\n", UnseenChange.LineEnds)]
    [InlineData("\uFEFFa", "a", UnseenChange.ByteOrderMark)]
    [InlineData("a\nb", "a\nb\n", UnseenChange.FinalLineEnd)]
    public void A_comparison_names_what_no_line_shows(string before, string after, UnseenChange unseen)
    {
        var part = PartComparison.Of("experiment", before, after)!;
        Assert.Contains(unseen, part.Unseen);
        Assert.True(part.IsWhiteSpaceOnly);
        Assert.All(part.Lines, line => Assert.True(line.IsWhiteSpaceOnly));
    }

    [Theory]
    [InlineData("{\"frames\":{},\"sequence\":[]}", "{ \"frames\": {},\n\"sequence\": [] }", UnseenChange.Layout, true)]
    [InlineData("{\"a\":\"é\"}", "{\"a\":\"\\u00e9\"}", UnseenChange.Notation, false)]
    public void A_comparison_of_structures_too(string before, string after, UnseenChange unseen, bool isWhiteSpaceOnly)
    {
        var part = PartComparison.Of("structure", before, after)!;
        Assert.Empty(part.Lines);
        Assert.Equal([unseen], part.Unseen);
        Assert.Equal(isWhiteSpaceOnly, part.IsWhiteSpaceOnly);
    }

    [Fact]
    public void A_comparison_tells_indentation_from_words()
    {
        var part = PartComparison.Of("experiment", "if (a)\nb();\nc();\n", "if (a)\n  b();\n\nd();\n")!;
        Assert.False(part.IsWhiteSpaceOnly);
        Assert.Equal(
            [("b();", true), ("c();", false), ("  b();", true), ("", true), ("d();", false)],
            part.Lines.Select(line => (line.Text, line.IsWhiteSpaceOnly))
        );
    }

    [Fact]
    public void A_comparison_pairs_one_line_with_one()
    {
        var part = PartComparison.Of("experiment", "next();\nnext();\n", "  next();\n")!;
        Assert.False(part.IsWhiteSpaceOnly);
        Assert.Equal([false, true, true], part.Lines.Select(line => line.IsWhiteSpaceOnly).Order());
    }

    [Theory]
    [InlineData("// a\nb()", "// a b()")]
    [InlineData("// a\u2028b()", "// a b()")]
    [InlineData("return\na", "return a")]
    [InlineData("let a = 1", "leta = 1")]
    [InlineData("a();\nb();", "  b();\n  a();")]
    public void A_comparison_calls_no_change_of_what_runs_white_space(string before, string after)
    {
        var part = PartComparison.Of("experiment", before, after)!;
        Assert.False(part.IsWhiteSpaceOnly);
        Assert.Contains(part.Lines, line => !line.IsWhiteSpaceOnly);
    }

    [Theory]
    [InlineData("\uFEFF{}", "{}", UnseenChange.ByteOrderMark)]
    [InlineData("{\n}", "{\r\n}", UnseenChange.LineEnds)]
    [InlineData("{}", "{}\n", UnseenChange.FinalLineEnd)]
    public void A_structure_has_another_layout_only_beyond_what_else_is_named(
        string before,
        string after,
        UnseenChange unseen
    )
    {
        var part = PartComparison.Of("structure", before, after)!;
        Assert.Equal([unseen], part.Unseen);
        Assert.True(part.IsWhiteSpaceOnly);
    }

    [Fact]
    public void A_comparison_of_the_same_is_empty() => Assert.Null(PartComparison.Of("experiment", "a", "a"));
}
