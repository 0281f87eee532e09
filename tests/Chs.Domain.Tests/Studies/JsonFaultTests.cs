using System.Text.Json;
using Xunit;

namespace Chs.Domain.Tests.Studies;

public class JsonFaultTests
{
    [Theory]
    [InlineData("", 1, 1, "The text is empty.")]
    [InlineData(" \n ", 2, 2, "The text is empty.")]
    [InlineData("{\"a\": 1,}", 1, 8, "No comma may stand before '}': take this one out.")]
    [InlineData("[1,\n2,\n]", 2, 2, "No comma may stand before ']': take this one out.")]
    [InlineData("{\n  // why\n}", 2, 3, "JSON has no comments: take this one out.")]
    [InlineData("[1 /* one */]", 1, 4, "JSON has no comments: take this one out.")]
    [InlineData("# yes\n{}", 1, 1, "JSON has no comments: take this one out.")]
    [InlineData("{\"a\":\0 1}", 1, 6, "A NUL character (U+0000) stands here: take it out.")]
    [InlineData("{\"é\": \"\0\"}", 1, 8, "A NUL character (U+0000) stands here: take it out.")]
    [InlineData("[\n\uFEFF1]", 2, 1, "A byte order mark (U+FEFF), which can't be seen, stands here: take it out.")]
    [InlineData("{\u201Ca\": 1}", 1, 2, "A typographic quote (\u201C) stands here: write a straight one (\").")]
    [InlineData("[1,\u00A02]", 1, 4, "A no-break space (U+00A0) stands here: write a plain one.")]
    [InlineData("{'a': 1}", 1, 2, "Names stand in double quotes (\") in JSON, not in single ones.")]
    [InlineData("{a: 1}", 1, 2, "Names stand in double quotes (\") in JSON: 'a'.")]
    [InlineData("{\"a\": 'b'}", 1, 7, "Texts stand in double quotes (\") in JSON.")]
    [InlineData("{\"a\" 1}", 1, 6, "A colon is missing after the name 'a'.")]
    [InlineData("{\"a\": 1\n\"b\": 2}", 2, 1, "A comma is missing before '\"b'.")]
    [InlineData("{\"a\": }", 1, 7, "The value of 'a' is missing.")]
    [InlineData("{\"a\"}", 1, 5, "The value of 'a' is missing.")]
    [InlineData("[,1]", 1, 2, "A value is missing before this comma.")]
    [InlineData("{\"a\": [1, {\"b\": 2]}", 1, 18, "']' can't close the '{' of line 1, column 11.")]
    [InlineData("{\"a\":\n [1, 2", 2, 2, "This '[' is never closed: the text ends before.")]
    [InlineData("{}}", 1, 3, "This '}' closes nothing.")]
    [InlineData("{} {}", 1, 4, "Something follows the end of the JSON.")]
    [InlineData("{\"a\": \"b\nc\"}", 1, 7, "This text isn't closed on its line: write a line break in a text as \\n.")]
    [InlineData("[\"a\tb\"]", 1, 4, "A tab in a text is written \\t in JSON.")]
    [InlineData("[\"a", 1, 2, "This text is never closed: a quote (\") is missing.")]
    [InlineData("[\"C:\\data\"]", 1, 5, "A backslash in a text is written \\\\ in JSON.")]
    [InlineData("[\"\\u12\"]", 1, 3, "\\u is followed by four digits from 0 to f.")]
    [InlineData("[.5]", 1, 2, ".5 isn't a number as JSON writes it, such as 0.5, -12 or 1e6.")]
    [InlineData("[012]", 1, 2, "012 isn't a number as JSON writes it, such as 0.5, -12 or 1e6.")]
    public void Names_what_is_wrong_and_where(string text, int line, int column, string message) =>
        Assert.Equal(new TextFault(message, line, column), JsonFault.Of(text));

    [Theory]
    [InlineData("undefined")]
    [InlineData("True")]
    [InlineData("NaN")]
    public void Says_of_a_word_what_a_value_may_be(string word) =>
        Assert.StartsWith($"'{word}' is no value", JsonFault.Of($"[{word}]")!.Message);

    [Theory]
    [InlineData("{\"a\": [1, -2.5e-7, \"é\\u00e9\\ud83d\\ude00\", true, false, null, {}, []]}")]
    [InlineData("\uFEFF{}")]
    [InlineData("\uFEFF\uFEFF{}")]
    [InlineData(" 0 ")]
    [InlineData("[\"\\u0000\", \"\\ud83d\", \"\\ude00\\ud83d\"]")]
    public void Finds_none_in_json(string text) => Assert.Null(JsonFault.Of(text));

    [Fact]
    public void Passes_over_halves_of_characters_to_what_is_wrong() =>
        Assert.Equal(
            new TextFault("No comma may stand before ']': take this one out.", 1, 10),
            JsonFault.Of("[\"\\ud83d\",]")
        );

    [Fact]
    public void Names_halves_of_characters_where_they_are_refused()
    {
        var fault = JsonFault.Of("[\"\\ud83d\\ude00 \\ud83d\"]", allowsHalves: false)!;
        Assert.Equal((1, 16), (fault.Line, fault.Column));
        Assert.StartsWith("Half of a character (a lone surrogate", fault.Message);
    }

    [Theory]
    [InlineData("// a\n{\"a\": [1, 2,], /* b */ }")]
    public void Lets_comments_and_last_commas_pass_where_they_are_fine(string text)
    {
        Assert.Null(JsonFault.Of(text, isLenient: true));
        Assert.NotNull(JsonFault.Of(text));
    }

    [Fact]
    public void Agrees_with_the_parser_about_what_is_json()
    {
        var letters = "{}[]\"\"::,,  \n\\u0a1d8eE-+.tnf'/x".Select(letter => letter.ToString());
        string[] alphabet = [.. letters, "\\u0000", "\\ud83d", "\\ude00"];
        var random = new Random(17);
        for (var i = 0; i < 200_000; i++)
        {
            var text = string.Concat(random.GetItems(alphabet, random.Next(9)));
            Assert.True(IsJson(text) == (JsonFault.Of(text) is null), text);
        }
    }

    static bool IsJson(string text)
    {
        try
        {
            using var _ = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
