using System.Text.Json;
using Acornima;

namespace Chs.Application.Studies;

/// <summary>What is wrong with what researchers type, and where: before families meet it.</summary>
static class ProtocolText
{
    /// <summary>What is wrong with a protocol, and where; null: nothing.</summary>
    public static string? StructureFault(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
                return "A protocol is a JSON object.";
            if (
                !document.RootElement.TryGetProperty("frames", out var frames)
                || frames.ValueKind is not JsonValueKind.Object
            )
                return "A protocol holds 'frames', an object.";
            return
                document.RootElement.TryGetProperty("sequence", out var sequence)
                && sequence.ValueKind is JsonValueKind.Array
                ? null
                : "A protocol holds 'sequence', a list.";
        }
        catch (JsonException fault)
        {
            return $"Line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}: {fault.Message.Split(" LineNumber:")[0].Split(" Path:")[0]}";
        }
    }

    /// <summary>What is wrong with JavaScript, and where; null: nothing. It is read, never run.</summary>
    /// <param name="isModule">Whether it may import, and await outside of functions.</param>
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
