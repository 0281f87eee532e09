using Chs.Domain.Responses;
using Xunit;

namespace Chs.Domain.Tests.Responses;

public class BrowserErrorTests
{
    static readonly DateTimeOffset Begun = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset Now = Begun.AddMinutes(5);

    [Theory]
    [InlineData("a\0b\tc\r\nd\u009fe", "a b c  d e")]
    [InlineData(" \u0007\n", "")]
    [InlineData("größer 😀", "größer 😀")]
    public void Keeps_texts_without_what_a_database_or_a_terminal_would_stumble_over(string sent, string kept)
    {
        var error = Error(message: sent, place: sent, browser: sent);
        Assert.Equal((kept, kept, kept), (error.Message, error.Place, error.Browser));
    }

    /// <summary>Attributes can't hold such texts.</summary>
    [Fact]
    public void Replaces_halves_of_characters()
    {
        var error = Error(message: "\ude00 half", place: "half \ud83d");
        Assert.Equal(("\ufffd half", "half \ufffd"), (error.Message, error.Place));
    }

    [Fact]
    public void Cuts_long_texts()
    {
        var text = new string('x', 5_000);
        var error = Error(message: text, place: text, browser: text);
        Assert.Equal((1_000, 1_000, 300), (error.Message.Length, error.Place.Length, error.Browser.Length));
        Assert.Equal(2_300, error.Size);
    }

    [Fact]
    public void Cuts_no_character_in_half() =>
        Assert.Equal(new string('x', 999), Error(message: new string('x', 999) + "😀").Message);

    [Fact]
    public void Counts_bytes_rather_than_characters() =>
        Assert.Equal(2 + 3 + 4, Error(message: "ü", place: "€", browser: "😀").Size);

    [Theory, InlineData(-1, 0), InlineData(0, 0), InlineData(2, 2), InlineData(5, 5), InlineData(6, 5)]
    public void Happened_between_the_beginning_of_the_session_and_the_report(int sentMinutes, int keptMinutes) =>
        Assert.Equal(Begun.AddMinutes(keptMinutes), Error(occurredAt: Begun.AddMinutes(sentMinutes)).OccurredAt);

    [Fact]
    public void Happened_when_it_was_reported_if_the_browser_does_not_say() =>
        Assert.Equal(Now, Error(occurredAt: null).OccurredAt);

    [Fact]
    public void Is_empty_without_message_and_place()
    {
        Assert.True(Error(message: "\n", place: "", browser: "Firefox").IsEmpty);
        Assert.False(Error(message: "", place: "a.js:1").IsEmpty);
    }

    static BrowserError Error(
        string message = "",
        string place = "",
        string browser = "",
        DateTimeOffset? occurredAt = null
    )
    {
        var study = Sample.Study();
        var session = Response.Start(study, 1, child: 1, participant: 2, null, preview: false, [], Begun);
        return BrowserError.Of(session, message, place, browser, occurredAt, Now);
    }
}
