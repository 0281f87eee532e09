using Chs.Application.Studies;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class ProtocolTextTests
{
    [Theory]
    [InlineData("function generateProtocol(child, past) { return { frames: {}, sequence: [] }; }", false)]
    [InlineData("import { x } from 'y'; const a = await x?.(1_000n ?? 2); class A { #p = 1; static { } }", true)]
    public void Reads_scripts_in_every_form_that_browsers_know(string script, bool isModule) =>
        Assert.Null(ProtocolText.ScriptFault(script, isModule));

    [Fact]
    public void Refuses_imports_outside_of_modules() =>
        Assert.NotNull(ProtocolText.ScriptFault("import { x } from 'y';", isModule: false));

    [Theory, InlineData("("), InlineData("[{a:")]
    public void Refuses_scripts_that_would_exhaust_the_parser(string repeated)
    {
        var script = string.Concat(Enumerable.Repeat(repeated, 200_000));
        Assert.NotNull(ProtocolText.ScriptFault(script, isModule: false));
    }
}
