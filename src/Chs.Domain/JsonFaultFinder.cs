namespace Chs.Domain;

/// <summary>Reads JSON up to its first fault, by a loop with a stack, so that no text is too deep for it.</summary>
sealed class JsonFaultFinder(string text, bool isLenient, bool allowsHalves)
{
    const int MaximumShown = 30;

    const string NoComments = "JSON has no comments: take this one out.";

    readonly Stack<int> _open = new();
    Expected _expected = Expected.Value;
    int _position;
    int _comma;
    string _name = "";

    enum Expected
    {
        Value,
        ValueOrEnd,
        NameOrEnd,
        Name,
        Colon,
        CommaOrEnd,
        Nothing,
    }

    public TextFault? Find()
    {
        _position = text.Length - ByteOrderMark.TrimFrom(text).Length;
        while (true)
        {
            if (SkipSpace() is { } inSpace)
                return inSpace;
            if (_position == text.Length)
                return AtEnd();
            if (Step(text[_position]) is { } fault)
                return fault;
        }
    }

    TextFault Here(string message) => TextFault.At(text, _position, message);

    /// <summary>Skips white space and, where they are fine, comments.</summary>
    TextFault? SkipSpace()
    {
        while (_position < text.Length)
        {
            if (text[_position] is ' ' or '\t' or '\r' or '\n')
                _position++;
            else if (CommentEnd() is not { } end)
                return null;
            else if (!isLenient)
                return Here(NoComments);
            else
                _position = end;
        }

        return null;
    }

    /// <returns>The end of the comment that begins here; null when none does.</returns>
    int? CommentEnd()
    {
        var rest = text.AsSpan(_position);
        if (rest.StartsWith("//", StringComparison.Ordinal))
            return rest.IndexOf('\n') is >= 0 and var line ? _position + line : text.Length;
        if (!rest.StartsWith("/*", StringComparison.Ordinal))
            return null;
        return rest.IndexOf("*/", StringComparison.Ordinal) is >= 0 and var end ? _position + end + 2 : text.Length;
    }

    TextFault? AtEnd()
    {
        if (_open.TryPeek(out var open))
            return TextFault.At(text, open, $"This '{text[open]}' is never closed: the text ends before.");
        return _expected is Expected.Nothing ? null : Here("The text is empty.");
    }

    TextFault? Step(char next)
    {
        if (StrayCharacter.Describe(text, _position) is { } odd)
            return Here(odd);
        if (next is '#' && !isLenient)
            return Here(NoComments);
        if (next is '}' or ']')
            return Close(next);
        return _expected switch
        {
            Expected.Value or Expected.ValueOrEnd => Value(next),
            Expected.Name or Expected.NameOrEnd => Name(next),
            Expected.Colon => Colon(next),
            Expected.CommaOrEnd => Comma(next),
            _ => Here("Something follows the end of the JSON."),
        };
    }

    TextFault? Close(char bracket)
    {
        if (!_open.TryPeek(out var open))
            return Here($"This '{bracket}' closes nothing.");
        if ((text[open] is '{') != (bracket is '}'))
        {
            var place = TextFault.At(text, open, "");
            return Here($"'{bracket}' can't close the '{text[open]}' of line {place.Line}, column {place.Column}.");
        }

        var isAfterComma = _expected is Expected.Name || (_expected is Expected.Value && text[open] is '[');
        if (isAfterComma && !isLenient)
            return TextFault.At(text, _comma, $"No comma may stand before '{bracket}': take this one out.");
        if (!isAfterComma && _expected is Expected.Value or Expected.Colon)
            return Here($"The value of '{Shorten(_name)}' is missing.");
        _open.Pop();
        _position++;
        EndValue();
        return null;
    }

    void EndValue() => _expected = _open.Count == 0 ? Expected.Nothing : Expected.CommaOrEnd;

    TextFault? Value(char next)
    {
        switch (next)
        {
            case '{' or '[':
                _open.Push(_position++);
                _expected = next is '{' ? Expected.NameOrEnd : Expected.ValueOrEnd;
                return null;
            case '"':
                var fault = Text();
                EndValue();
                return fault;
            case '\'' or '`':
                return Here("Texts stand in double quotes (\") in JSON.");
            case ',':
                return Here("A value is missing before this comma.");
            default:
                return Literal();
        }
    }

    TextFault? Name(char next)
    {
        if (next is '"')
        {
            var start = _position + 1;
            var fault = Text();
            _name = fault is null ? text[start..(_position - 1)] : "";
            _expected = Expected.Colon;
            return fault;
        }

        if (next is ',')
            return Here("A name is missing before this comma.");
        return next is '\''
            ? Here("Names stand in double quotes (\") in JSON, not in single ones.")
            : Here($"Names stand in double quotes (\") in JSON: {Shorten(Word())}.");
    }

    TextFault? Colon(char next)
    {
        if (next is not ':')
            return Here($"A colon is missing after the name '{Shorten(_name)}'.");
        _position++;
        _expected = Expected.Value;
        return null;
    }

    TextFault? Comma(char next)
    {
        if (next is not ',')
            return Here($"A comma is missing before {Shorten(Word())}.");
        _comma = _position++;
        _expected = text[_open.Peek()] is '{' ? Expected.Name : Expected.Value;
        return null;
    }

    TextFault? Literal()
    {
        var start = _position;
        while (
            _position < text.Length
            && (char.IsAsciiLetterOrDigit(text[_position]) || text[_position] is '-' or '+' or '.')
        )
            _position++;
        var word = text[start.._position];
        EndValue();
        if (word is "true" or "false" or "null" || IsNumber(word))
            return null;
        _position = start;
        if (word.Length > 0 && (char.IsAsciiDigit(word[0]) || word[0] is '-' or '+' or '.'))
            return Here($"{Shorten(word)} isn't a number as JSON writes it, such as 0.5, -12 or 1e6.");
        return Here(
            $"{Shorten(Word())} is no value: a text stands in double quotes (\"), else it is a number, true, false or null."
        );
    }

    static bool IsNumber(string word)
    {
        var digits = word.AsSpan().TrimStart('-');
        if (word.Length - digits.Length > 1 || digits.Length == 0 || !char.IsAsciiDigit(digits[0]))
            return false;
        if (digits.Length > 1 && digits[0] is '0' && char.IsAsciiDigit(digits[1]))
            return false;
        var exponent = digits.IndexOfAny('e', 'E');
        var mantissa = exponent < 0 ? digits : digits[..exponent];
        var dot = mantissa.IndexOf('.');
        return AreDigits(dot < 0 ? mantissa : mantissa[..dot])
            && (dot < 0 || AreDigits(mantissa[(dot + 1)..]))
            && (exponent < 0 || AreDigits(digits[(exponent + 1)..].TrimStart("+-")));
    }

    static bool AreDigits(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>Reads a text in quotes, at whose first quote it stands.</summary>
    TextFault? Text()
    {
        var start = _position++;
        while (_position < text.Length)
        {
            switch (text[_position])
            {
                case '"':
                    _position++;
                    return null;
                case '\\':
                    if (Escape() is { } fault)
                        return fault;
                    break;
                case '\n' or '\r':
                    return TextFault.At(
                        text,
                        start,
                        "This text isn't closed on its line: write a line break in a text as \\n."
                    );
                case '\t':
                    return Here("A tab in a text is written \\t in JSON.");
                case < ' ':
                    return Here(StrayCharacter.Describe(text, _position)!);
                default:
                    _position++;
                    break;
            }
        }

        return TextFault.At(text, start, "This text is never closed: a quote (\") is missing.");
    }

    /// <summary>Reads what begins with a backslash within a text.</summary>
    TextFault? Escape()
    {
        var next = _position + 1 < text.Length ? text[_position + 1] : '\0';
        if (next is '"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't')
        {
            _position += 2;
            return null;
        }

        if (next is not 'u')
            return Here("A backslash in a text is written \\\\ in JSON.");
        if (JsonEscape.UnitAt<char>(text, _position) is not { } unit)
            return Here("\\u is followed by four digits from 0 to f.");
        if (!allowsHalves && JsonEscape.IsHalfAt<char>(text, _position))
            return Here(StrayCharacter.DescribeHalf(unit));
        _position += JsonEscape.LengthAt<char>(text, _position);
        return null;
    }

    /// <summary>What stands here, as far as somebody would point at it.</summary>
    string Word()
    {
        var end = _position + 1;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '$' or '-' or '.'))
            end++;
        return $"'{text[_position..end]}'";
    }

    static string Shorten(string shown) => shown.Length <= MaximumShown ? shown : $"{shown[..MaximumShown]}…";
}
