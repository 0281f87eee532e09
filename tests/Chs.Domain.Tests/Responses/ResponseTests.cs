using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Xunit;

namespace Chs.Domain.Tests.Responses;

public class ResponseTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Holds_a_list_of_trials_in_a_jspsych_study()
    {
        var response = Start(StudyType.JsPsych);
        Assert.Equal((DataShape.List, "jspsych"), (response.Shape, response.RecordingMethod));
        Assert.Null(response.Sequence);
    }

    [Fact]
    public void Holds_frames_and_their_sequence_in_a_frameplayer_study()
    {
        var response = Start(StudyType.Frameplayer);
        Assert.Equal((DataShape.Object, "[]"), (response.Shape, response.Sequence));
    }

    [Fact]
    public void Keeps_what_a_save_does_not_mention()
    {
        var response = Start();
        Update(response, new ResponseFlags { CompletedConsentFrame = true, Conditions = """{"a":1}""" });
        Update(response, new ResponseFlags { SurveyConsent = true });
        Assert.Equal(
            (true, true, """{"a":1}"""),
            (response.CompletedConsentFrame, response.SurveyConsent, response.Conditions)
        );
    }

    [Fact]
    public void Tells_once_that_it_is_complete()
    {
        var response = Start();
        Update(response, new ResponseFlags { Completed = true });
        Update(response, new ResponseFlags { Completed = true });
        Assert.Single(response.TakeEvents().OfType<ResponseCompleted>());
    }

    [Fact]
    public void Is_closed_once_it_is_complete()
    {
        var response = Start();
        Update(response, new ResponseFlags { Completed = true });
        Assert.False(response.IsOpen);
    }

    [Fact]
    public void Stays_completed_and_closed_when_a_late_save_says_otherwise()
    {
        var response = Start();
        Update(response, new ResponseFlags { Completed = true });
        Update(response, new ResponseFlags { Completed = false });
        Assert.Equal((true, false), (response.Completed, response.IsOpen));
    }

    [Fact]
    public void Takes_no_sequence_from_a_jspsych_runner()
    {
        var response = Start(StudyType.JsPsych);
        Update(response, new ResponseFlags { Sequence = """["mine"]""" });
        Assert.Null(response.Sequence);
    }

    [Fact]
    public void Keeps_the_recording_method_unless_it_is_sent()
    {
        var response = Start();
        Update(response, new ResponseFlags { Completed = true });
        Assert.Equal("jspsych", response.RecordingMethod);
        Update(response, new ResponseFlags { RecordingMethod = new Optional<string?>(null) });
        Assert.Null(response.RecordingMethod);
    }

    [Fact]
    public void Counts_every_save_as_a_change()
    {
        var response = Start();
        Update(response, new ResponseFlags());
        Assert.Equal(2, response.Version);
    }

    [Fact]
    public void Describes_its_entries_as_they_are_after_a_save()
    {
        var response = Start();
        response.SetEntries(DataShape.List, 3, [1, 2], """{"withdrawal":true}""", Now);
        Assert.Equal(
            (DataShape.List, 3, """{"withdrawal":true}"""),
            (response.Shape, response.EntryCount, response.ExitAnswers)
        );
        Assert.Equal([1, 2], response.EntriesDigest);
    }

    // The verbs of the response, each in one place.

    static void Update(Response response, ResponseFlags flags) => response.Update(flags, Now);

    static Response Start(StudyType type = StudyType.JsPsych) =>
        Response.Start(Sample.Study(type), 1, child: 1, participant: 1, null, preview: false, [], Now);
}
