using System.Diagnostics;
using Chs.Application.Studies;
using Chs.Domain.Studies;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class ProtocolReportTests
{
    const string Broken = "let a = ;";

    [Theory]
    [InlineData(StudyType.JsPsych, false, "experiment")]
    [InlineData(StudyType.Frameplayer, false, "structure")]
    [InlineData(StudyType.Frameplayer, true, "generator")]
    [InlineData(StudyType.External, false, null)]
    public void Looks_only_at_what_is_in_use(StudyType type, bool usesGenerator, string? field)
    {
        var protocol = new StudyProtocol(Broken, Broken, usesGenerator, Broken, "https://s.example", "", null);
        Assert.Equal(
            field is null ? [] : [field],
            ProtocolReport.Of(type, protocol).Faults.Select(fault => fault.Field)
        );
    }

    [Theory]
    [InlineData("chsData.upload();", "'chsData' has no member 'upload'.", 1, 9)]
    [InlineData("let a;\n  window.chsRecord.Recorder", "'chsRecord' has no member 'Recorder'.", 2, 20)]
    [InlineData("globalThis['chsSurvey']?.['Exit']", "'chsSurvey' has no member 'Exit'.", 1, 27)]
    [InlineData("chsTemplates[`consent`]", "'chsTemplates' has no member 'consent'.", 1, 14)]
    [InlineData("const { load, save } = chsData;", "'chsData' has no member 'save'.", 1, 15)]
    [InlineData("let f; ({ Exit: f = 1 } = chsSurvey);", "'chsSurvey' has no member 'Exit'.", 1, 11)]
    [InlineData("const { chsData: { save }, chs } = window;", "'chsData' has no member 'save'.", 1, 20)]
    [InlineData("const f = () => ({ a: [chsData.x] });", "'chsData' has no member 'x'.", 1, 32)]
    public void Finds_members_that_no_manifest_gives(string experiment, string message, int line, int column)
    {
        var fault = Assert.Single(OfExperiment(experiment).Faults);
        Assert.Equal(
            ("no_such_member", "experiment", message, line, column),
            (fault.Code, fault.Field, fault.Message, fault.Line, fault.Column)
        );
    }

    [Theory]
    [InlineData("await chsData.updateResponse({}); chsData.finish(); new chsData.LookitS3('a');")]
    [InlineData("const { VideoConfigPlugin, StartRecordPlugin: start, ...others } = window.chsRecord;")]
    [InlineData("chsTemplates.translateString('a'); chsSurvey.ExitSurveyPlugin.name; chsData.hasOwnProperty('x');")]
    [InlineData("chs.response.attributes.anything; window.chs.other;")]
    [InlineData("const name = 'x'; chsData[name];")]
    [InlineData("import chsData from 'https://cdn.example/data.js'; chsData.upload();")]
    [InlineData("chsData.log = () => 1; chsData.log();")]
    [InlineData("my.chsData.upload; ({ chsData: { upload: 1 } }); // chsData.upload\n'chsData.upload';")]
    [InlineData("function run(chsData) { return chsData.upload; }")]
    public void Leaves_other_members_alone(string experiment) => Assert.Empty(OfExperiment(experiment).Faults);

    [Theory]
    [InlineData("const t = [{ type: jsPsychAudioKeyboardResponse }];", "jsPsychAudioKeyboardResponse", 20)]
    [InlineData("window.jsPsychHtmlSliderResponse", "jsPsychHtmlSliderResponse", 8)]
    [InlineData("const { jsPsychSketchpad: pad } = window;", "jsPsychSketchpad", 9)]
    [InlineData("f({ jsPsychCloze }); jsPsychCloze;", "jsPsychCloze", 5)]
    public void Warns_of_plugins_that_no_manifest_loads(string experiment, string plugin, int column)
    {
        var report = OfExperiment(experiment);
        var warning = Assert.Single(report.Warnings);
        Assert.Contains($"'{plugin}'", warning.Message, StringComparison.Ordinal);
        Assert.Equal(("unknown_plugin", 1, column), (warning.Code, warning.Line, warning.Column));
        Assert.Empty(report.Faults);
    }

    [Theory]
    [InlineData("jsPsychHtmlButtonResponse; jsPsychVideoHotspots; jsPsychImageHotspots; jsPsychModule.initJsPsych;")]
    [InlineData("const jsPsych = initJsPsych(); jsPsych.run([]); let jsPsychological, jsPsych2;")]
    [InlineData("import jsPsychCloze from 'https://cdn.example/cloze.js'; jsPsychCloze;")]
    [InlineData("import { Cloze as jsPsychCloze } from 'https://cdn.example/cloze.js'; jsPsychCloze;")]
    [InlineData("class jsPsychMine {} function jsPsychOther({ a: [jsPsychThird] }) {} jsPsychMine; jsPsychThird;")]
    [InlineData("window.jsPsychMine = class {}; jsPsychMine; window.jsPsychMine;")]
    [InlineData("x.jsPsychCloze; ({ jsPsychCloze: 1 }); /* jsPsychCloze */ 'jsPsychCloze';")]
    public void Leaves_plugins_alone_that_are_there(string experiment) =>
        Assert.Empty(OfExperiment(experiment).Warnings);

    [Theory]
    [InlineData("function generateProtocol(child, pastSessions) { return {}; }")]
    [InlineData("const generateProtocol = (child) => ({});")]
    [InlineData("let a = 1; generateProtocol = function () {};")]
    [InlineData("(() => { window.generateProtocol = async () => ({}); })();")]
    [InlineData("var generateProtocol = make();")]
    public void Finds_the_function_of_a_generator(string generator) => Assert.Empty(OfGenerator(generator).Faults);

    [Theory]
    [InlineData("")]
    [InlineData("// function generateProtocol() {}")]
    [InlineData("function generate() { function generateProtocol() {} }")]
    [InlineData("let generateProtocol; let f = { generateProtocol: 1 };")]
    [InlineData("var generateProtocol = { frames: {} };")]
    public void Misses_the_function_of_a_generator(string generator)
    {
        var fault = Assert.Single(OfGenerator(generator).Faults);
        Assert.Equal(("no_generate_protocol", "generator"), (fault.Code, fault.Field));
    }

    [Theory]
    [InlineData("function generateProtocol(child, pastSessions) { return { frames: {}, sequence: [] }; }")]
    [InlineData("  function generateProtocol() { return help(); }\nfunction help() { return {}; }\nconst more = 1;")]
    [InlineData("/* about it */ function generateProtocol() {} // more\n// end")]
    [InlineData("(() => { window.generateProtocol = () => 1; return generateProtocol; })()")]
    public void Leaves_generators_alone_that_the_player_can_run(string generator) =>
        Assert.Empty(OfGenerator(generator).Warnings);

    [Theory]
    [InlineData("// about it\nfunction generateProtocol() {}")]
    [InlineData("\nfunction generateProtocol() {}")]
    [InlineData("/* about\nit */ function generateProtocol() {}")]
    [InlineData("const generateProtocol = () => ({});")]
    [InlineData("let help = 1; function generateProtocol() {}")]
    [InlineData("'use strict'; function generateProtocol() {}")]
    public void Warns_of_generators_that_the_player_cannot_return(string generator)
    {
        var report = OfGenerator(generator);
        var warning = Assert.Single(report.Warnings);
        Assert.Equal(("generator_not_returned", "generator"), (warning.Code, warning.Field));
        Assert.Empty(report.Faults);
    }

    [Fact]
    public void Warns_once_of_each_frame_that_the_sequence_names_and_nobody_made()
    {
        var report = OfStructure("""{"frames":{"a":{},"b":{}},"sequence":["a","c","b","d","c",1]}""");
        Assert.Empty(report.Faults);
        Assert.All(report.Warnings, warning => Assert.Equal("unknown_frame", warning.Code));
        Assert.Collection(
            report.Warnings,
            warning => Assert.Contains("'c'", warning.Message),
            warning => Assert.Contains("'d'", warning.Message)
        );
    }

    /// <summary>Looking each name up in the JSON takes minutes for a structure of the largest size.</summary>
    [Fact]
    public void Reads_large_sequences_quickly()
    {
        var frames = string.Join(',', Enumerable.Range(0, 150_000).Select(i => $"\"f{i}\":0"));
        var sequence = string.Join(',', Enumerable.Range(0, 150_000).Select(i => $"\"g{i}\""));
        var clock = Stopwatch.StartNew();
        Assert.NotEmpty(OfStructure($$"""{"frames":{{{frames}}},"sequence":[{{sequence}}]}""").Warnings);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }

    [Theory]
    [InlineData("""{"frames":{"a":{}},"sequence":["a","a"]}""")]
    [InlineData("""{"frames":{},"sequence":[]}""")]
    public void Leaves_sequences_alone_whose_frames_are_there(string structure) =>
        Assert.Empty(OfStructure(structure).Warnings);

    [Fact]
    public void Finds_hosts_in_strings_and_templates_but_not_in_comments() =>
        Assert.Equal(
            ["a.example", "b.example", "c.example", "d.example"],
            OfExperiment(
                """
                // https://comment.example
                import x from "https://a.example/x.js";
                const film = `https://b.example/${x}.mp4`, other = `${location.protocol}//c.example/${x}`;
                const page = "<img src='\x68ttps://d.example/1.png'>" /* https://comment.example */;
                """
            ).Hosts
        );

    [Fact]
    public void Finds_hosts_in_a_structure() =>
        Assert.Equal(
            ["a.example", "b.example"],
            ProtocolReport
                .Of(
                    StudyType.Frameplayer,
                    StudyProtocol.Empty with
                    {
                        Structure = """
                        {"frames":{"a":{"baseDir":"https:\/\/a.example/stimuli/","images":[{"src":"//b.example/1.png"}]}},
                        "sequence":["a"]}
                        """,
                        Generator = "'https://unused.example'",
                    }
                )
                .Hosts
        );

    [Fact]
    public void Finds_the_host_of_an_external_study() =>
        Assert.Equal(
            ["example.qualtrics.com"],
            ProtocolReport
                .Of(
                    StudyType.External,
                    StudyProtocol.Empty with
                    {
                        ExternalUrl = "https://Example.qualtrics.com/jfe/form/SV_1",
                    }
                )
                .Hosts
        );

    [Fact]
    public void Finds_hosts_in_what_cannot_be_read() =>
        Assert.Equal(["a.example"], OfExperiment("fetch('https://a.example/' +").Hosts);

    static ProtocolReport OfExperiment(string text) =>
        ProtocolReport.Of(StudyType.JsPsych, StudyProtocol.Empty with { Experiment = text });

    static ProtocolReport OfStructure(string text) =>
        ProtocolReport.Of(StudyType.Frameplayer, StudyProtocol.Empty with { Structure = text });

    static ProtocolReport OfGenerator(string text) =>
        ProtocolReport.Of(StudyType.Frameplayer, StudyProtocol.Empty with { Generator = text, UseGenerator = true });
}
