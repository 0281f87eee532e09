using System.Text;
using Xunit;

namespace Chs.Domain.Tests.Responses;

/// <summary>Characters that no text can hold, and what stands in their place.</summary>
public class OddCharactersTests
{
    /// <remarks>One test: arguments of tests are stored as UTF-8, which can't hold them.</remarks>
    [Fact]
    public void Texts_hold_the_replacement()
    {
        (string Text, string Replaced)[] cases =
        [
            ("", ""),
            ("é😀\uFFFD", "é😀\uFFFD"),
            ("a\0b", "a\uFFFDb"),
            ("\uD83D", "\uFFFD"),
            ("\uDE00\uD83D", "\uFFFD\uFFFD"),
            ("\uD83D\uD83D\uDE00", "\uFFFD\uD83D\uDE00"),
            ("\uD83D\uDE00\uDE00", "\uD83D\uDE00\uFFFD"),
        ];
        foreach (var (text, replaced) in cases)
        {
            Assert.Equal(replaced, OddCharacters.Replace(text));
            Assert.Equal(text != replaced, OddCharacters.AreIn(text));
        }
    }

    [Theory]
    [InlineData(@"""plain""", @"""plain""")]
    [InlineData(@"""\u0000""", @"""\ufffd""")]
    [InlineData(@"""\\u0000""", @"""\\u0000""")]
    [InlineData(@"""\\\u0000\n\u00e9""", @"""\\\ufffd\n\u00e9""")]
    [InlineData(@"""\ud83d\ude00""", @"""\ud83d\ude00""")]
    [InlineData(@"""\uD83D\uD83D\uDE00""", @"""\ufffd\uD83D\uDE00""")]
    [InlineData(@"""\ud83d😀\ude00""", @"""\ufffd😀\ufffd""")]
    [InlineData(@"""\ud83d\n\ude00""", @"""\ufffd\n\ufffd""")]
    // Not JSON, which the reader says.
    [InlineData(@"""\u00", @"""\u00")]
    [InlineData(@"""\u00zz""", @"""\u00zz""")]
    [InlineData(@"""\", @"""\")]
    public void Escapes_in_json_become_the_replacements(string json, string replaced) =>
        Assert.Equal(
            replaced,
            Encoding.UTF8.GetString(OddCharacters.ReplaceEscapes(Encoding.UTF8.GetBytes(json)).Span)
        );

    [Fact]
    public void Nothing_is_copied_without_need()
    {
        ReadOnlyMemory<byte> json = Encoding.UTF8.GetBytes(@"[""\ud83d\ude00""]");
        Assert.True(json.Equals(OddCharacters.ReplaceEscapes(json)));
    }
}
