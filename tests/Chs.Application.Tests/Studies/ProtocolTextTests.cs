using Chs.Application.Studies;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class ProtocolTextTests
{
    [Theory]
    [InlineData("function generateProtocol(child, past) { return { frames: {}, sequence: [] }; }", false)]
    [InlineData("import { x } from 'y'; const a = await x?.(1_000n ?? 2); class A { #p = 1; static { } }", true)]
    public void Reads_scripts_in_every_form_that_browsers_know(string script, bool isModule) =>
        Assert.Null(FaultOf(script, isModule));

    [Fact]
    public void Refuses_imports_outside_of_modules() => Assert.NotNull(FaultOf("import { x } from 'y';"));

    [Theory, InlineData("("), InlineData("[{a:")]
    public void Refuses_scripts_that_would_exhaust_the_parser(string repeated) =>
        Assert.NotNull(FaultOf(string.Concat(Enumerable.Repeat(repeated, 200_000))));

    /// <summary>Such a text is parsed by a loop, but its tree is as deep as the text is long.</summary>
    [Fact]
    public void Reads_long_sums() =>
        Assert.Null(FaultOf("let a = '1'" + string.Concat(Enumerable.Repeat(" + 'x'", 200_000)) + ";"));

    [Theory]
    [InlineData("let a = ;", 1, 9)]
    [InlineData("let a = 1;\r\n  let b = '😀' );", 2, 16)]
    public void Says_where_a_script_ends_to_be_one(string script, int line, int column)
    {
        var fault = FaultOf(script)!;
        Assert.Equal(("not_a_script", "generator", line, column), (fault.Code, fault.Field, fault.Line, fault.Column));
    }

    [Theory]
    [InlineData("{\"frames\":{},\n\"sequence\":[}", 2, 13)]
    [InlineData("{\"frames\":{\"é😀\":}", 1, 18)]
    [InlineData("", 1, 1)]
    public void Says_where_a_structure_ends_to_be_json(string structure, int line, int column)
    {
        var fault = ProtocolText.ReadStructure(structure).Fault!;
        Assert.Equal(
            ("not_a_protocol", "structure", line, column),
            (fault.Code, fault.Field, fault.Line, fault.Column)
        );
    }

    [Theory, InlineData("[]"), InlineData("{\"frames\":{}}"), InlineData("{\"frames\":[],\"sequence\":[]}")]
    public void Refuses_json_that_is_no_protocol(string structure)
    {
        var fault = ProtocolText.ReadStructure(structure).Fault!;
        Assert.Equal(("not_a_protocol", null, null), (fault.Code, fault.Line, fault.Column));
    }

    static ProtocolFinding? FaultOf(string script, bool isModule = false) =>
        ProtocolText.ReadScript(script, "generator", isModule).Fault;
}
