using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Xunit;

namespace Chs.Domain.Tests.Responses;

/// <summary>What is left of a save that a newer one has overtaken.</summary>
public class ResponseFlagsTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_overtaken_save_still_says_what_came_true() =>
        Assert.Equal(
            new ResponseFlags
            {
                Completed = true,
                CompletedConsentFrame = true,
                SurveyConsent = true,
            },
            new ResponseFlags
            {
                Completed = true,
                CompletedConsentFrame = true,
                SurveyConsent = true,
            }.AdditionsTo(Stored(new ResponseFlags()))
        );

    [Fact]
    public void An_overtaken_save_takes_nothing_back() =>
        Assert.True(
            new ResponseFlags
            {
                Completed = false,
                CompletedConsentFrame = false,
                SurveyConsent = false,
            }
                .AdditionsTo(Stored(new ResponseFlags()))
                .IsEmpty
        );

    [Fact]
    public void An_overtaken_save_fills_in_conditions_and_events_that_are_not_stored_yet()
    {
        var flags = new ResponseFlags { Conditions = """{"a":1}""", GlobalEventTimings = "[1]" };
        Assert.Equal(flags, flags.AdditionsTo(Stored(new ResponseFlags { GlobalEventTimings = "[]" })));
    }

    [Fact]
    public void An_overtaken_save_replaces_no_conditions_or_events()
    {
        var stored = Stored(new ResponseFlags { Conditions = """{"a":2}""", GlobalEventTimings = "[1,2]" });
        var flags = new ResponseFlags { Conditions = """{"a":1}""", GlobalEventTimings = "[1]" };
        Assert.True(flags.AdditionsTo(stored).IsEmpty);
    }

    [Fact]
    public void An_overtaken_save_leaves_the_sequence_and_the_recording_method_alone()
    {
        var flags = new ResponseFlags { Sequence = """["0-a"]""", RecordingMethod = new Optional<string?>("pipe") };
        Assert.True(flags.AdditionsTo(Stored(new ResponseFlags())).IsEmpty);
    }

    [Fact]
    public void Are_empty_when_nothing_was_sent() => Assert.True(new ResponseFlags().IsEmpty);

    static Response Stored(ResponseFlags flags)
    {
        var study = Sample.Study(StudyType.Frameplayer);
        var response = Response.Start(study, 1, child: 1, participant: 1, null, preview: false, [], Now);
        response.Update(flags, Now);
        return response;
    }
}
