using System.Text;
using Chs.Domain.Builds;

namespace Chs.Infrastructure.Containers;

/// <summary>Splits a command's output into lines. Chunks may end anywhere, also within a character.</summary>
/// <remarks>
/// Control characters are replaced, and what exceeds <see cref="BuildEvent.MaximumLength"/> is cut off. Empty lines
/// are left out.
/// </remarks>
sealed class LineSplitter(Action<string> onLine)
{
    readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    readonly StringBuilder _line = new();

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var text = new char[bytes.Length + 1];
        var length = _decoder.GetChars(bytes, text, flush: false);
        foreach (var character in text.AsSpan(0, length))
        {
            if (character == '\n')
                EndLine();
            else if (character is not ('\0' or '\r') && _line.Length <= BuildEvent.MaximumLength)
                _line.Append(char.IsControl(character) && character is not '\t' ? '\uFFFD' : character);
        }
    }

    /// <summary>Ends the current line. To be called once more at the end of the output.</summary>
    public void EndLine()
    {
        if (_line.Length > 0)
            onLine(_line.ToString());
        _line.Clear();
    }
}
