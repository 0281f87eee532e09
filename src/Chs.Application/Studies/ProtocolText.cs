using System.Text.Json;
using Acornima;

namespace Chs.Application.Studies;

/// <summary>Finds syntax errors in what researchers type, before families run it.</summary>
static class ProtocolText
{
    /// <summary>Checks a frameplayer protocol.</summary>
    /// <returns>What is wrong, and where; null: nothing.</returns>
    public static string? StructureFault(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return StructureFault(document.RootElement);
        }
        catch (JsonException fault)
        {
            // The message ends with the position counted from 0, which editors count from 1.
            var message = fault.Message.Split(" LineNumber:")[0].Split(" Path:")[0];
            return $"Line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}: {message}";
        }
    }

    static string? StructureFault(JsonElement protocol)
    {
        if (protocol.ValueKind is not JsonValueKind.Object)
            return "A protocol is a JSON object.";
        if (!protocol.TryGetProperty("frames", out var frames) || frames.ValueKind is not JsonValueKind.Object)
            return "A protocol has a member 'frames', an object.";
        if (!protocol.TryGetProperty("sequence", out var sequence) || sequence.ValueKind is not JsonValueKind.Array)
            return "A protocol has a member 'sequence', an array.";
        return null;
    }

    /// <summary>Checks JavaScript by parsing it; it is never run.</summary>
    /// <param name="isModule">Whether it may import, and use await outside of functions.</param>
    /// <returns>What is wrong, and where; null: nothing.</returns>
    public static string? ScriptFault(string text, bool isModule)
    {
        var parser = new Parser(new ParserOptions { EcmaVersion = EcmaVersion.Latest });
        try
        {
            if (isModule)
                parser.ParseModule(text);
            else
                parser.ParseScript(text);
            return null;
        }
        catch (ParseErrorException fault)
        {
            return $"Line {fault.LineNumber}, column {fault.Column + 1}: {fault.Description}";
        }
        catch (InsufficientExecutionStackException)
        {
            return "The script is nested too deeply.";
        }
    }
}
