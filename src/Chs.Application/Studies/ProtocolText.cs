using System.Text.Json;
using Acornima;
using Acornima.Ast;
using Chs.Domain;

namespace Chs.Application.Studies;

/// <summary>Reads what researchers type, before families run it.</summary>
static class ProtocolText
{
    /// <summary>Reads a frameplayer protocol.</summary>
    /// <returns>
    /// The texts in it, the frames of its sequence that it doesn't have, and what is wrong with it; without a fault that
    /// is null.
    /// </returns>
    public static (
        IReadOnlyList<string> Texts,
        IReadOnlyList<string> UnknownFrames,
        ProtocolFinding? Fault
    ) ReadStructure(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(ByteOrderMark.TrimFrom(text));
            var protocol = document.RootElement;
            var fault = StructureFault(protocol);
            return (TextsIn(protocol), fault is null ? UnknownFramesIn(protocol) : [], fault);
        }
        // The second: half of a character, which is noticed only when the text that holds it is looked at.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            var fault = JsonFault.Of(text, allowsHalves: false);
            var message = fault?.Message ?? "The protocol is nested too deeply.";
            return ([text], [], OfStructure(message, fault?.Line, fault?.Column));
        }
    }

    static ProtocolFinding? StructureFault(JsonElement protocol)
    {
        if (protocol.ValueKind is not JsonValueKind.Object)
            return OfStructure("A protocol is a JSON object.");
        if (!protocol.TryGetProperty("frames", out var frames) || frames.ValueKind is not JsonValueKind.Object)
            return OfStructure("A protocol has a member 'frames', an object.");
        if (!protocol.TryGetProperty("sequence", out var sequence) || sequence.ValueKind is not JsonValueKind.Array)
            return OfStructure("A protocol has a member 'sequence', an array.");
        return sequence.GetArrayLength() > 0
            ? null
            : OfStructure("The sequence is empty: families would see nothing.") with
            {
                Code = ProtocolFinding.Required,
            };
    }

    static string[] UnknownFramesIn(JsonElement protocol)
    {
        // A set: looking a name up in a JSON object reads all of its members.
        var frames = protocol.GetProperty("frames").EnumerateObject().Select(frame => frame.Name).ToHashSet();
        var named =
            from frame in protocol.GetProperty("sequence").EnumerateArray()
            where frame.ValueKind is JsonValueKind.String
            select frame.GetString();
        return [.. named.Where(name => !frames.Contains(name)).Distinct()];
    }

    static ProtocolFinding OfStructure(string message, int? line = null, int? column = null) =>
        new(ProtocolFinding.NotAProtocol, ProtocolParts.Structure, message, line, column);

    /// <summary>Whether a function may come of a script before which <c>return</c> is written.</summary>
    public static bool IsReturned(string script)
    {
        try
        {
            var wrapped = new Parser().ParseScript($"(function () {{ return {script}\n}})");
            var function = (wrapped.Body[0] as ExpressionStatement)?.Expression as FunctionExpression;
            return function?.Body.Body[0] is ReturnStatement { Argument: not (null or ObjectExpression or Literal) };
        }
        catch (ParseErrorException)
        {
            return false;
        }
        catch (InsufficientExecutionStackException)
        {
            // It can't be known.
            return true;
        }
    }

    /// <summary>The names and values of a document that are texts.</summary>
    /// <remarks>No deeper than the parser goes, so that recursion is safe.</remarks>
    static List<string> TextsIn(JsonElement root)
    {
        List<string> texts = [];
        Add(root);
        return texts;

        void Add(JsonElement element)
        {
            if (element.ValueKind is JsonValueKind.String)
                texts.Add(element.GetString()!);
            if (element.ValueKind is JsonValueKind.Array)
            {
                foreach (var item in element.EnumerateArray())
                    Add(item);
            }

            if (element.ValueKind is not JsonValueKind.Object)
                return;
            foreach (var member in element.EnumerateObject())
            {
                texts.Add(member.Name);
                Add(member.Value);
            }
        }
    }

    /// <summary>Reads JavaScript by parsing it; it is never run.</summary>
    /// <param name="text">The script.</param>
    /// <param name="field">The part of the protocol that it is.</param>
    /// <param name="isModule">Whether it may import, and use await outside of functions.</param>
    /// <returns>What the script names, or, if it can't be read, what is wrong with it.</returns>
    public static (ScriptNames? Names, ProtocolFinding? Fault) ReadScript(string text, string field, bool isModule)
    {
        var parser = new Parser(new ParserOptions { EcmaVersion = EcmaVersion.Latest });
        try
        {
            Program script = isModule ? parser.ParseModule(text) : parser.ParseScript(text);
            return (ScriptNames.In(script), null);
        }
        catch (ParseErrorException fault)
        {
            return (null, OfScript(WordsFor(text, fault), fault.LineNumber, fault.Column + 1));
        }
        catch (InsufficientExecutionStackException)
        {
            return (null, OfScript("The script is nested too deeply.", null, null));
        }

        ProtocolFinding OfScript(string message, int? line, int? column) =>
            new(ProtocolFinding.NotAScript, field, message, line, column);
    }

    /// <summary>
    /// The parser's words are those that browsers show. Of what can't be seen, and of what isn't JavaScript at all, they
    /// say nothing that helps.
    /// </summary>
    static string WordsFor(string text, ParseErrorException fault)
    {
        var place = fault.Error.Index;
        var odd = place < text.Length ? StrayCharacter.Describe(text, place) : null;
        if (odd is not null)
            return odd;
        return ByteOrderMark.TrimFrom(text).TrimStart().StartsWith('<')
            ? "This begins like HTML: leave only the JavaScript, without <script>."
            : fault.Description;
    }
}
