using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Xunit;

namespace Chs.Domain.Tests.Responses;

/// <summary>By which sessions a child has taken part. That all places ask this is tested with the use cases.</summary>
public class ParticipationTests
{
    static readonly Func<Response, bool> Counts = Participation.Counts.Compile();

    [Theory]
    [InlineData(StudyType.JsPsych, false)]
    [InlineData(StudyType.Frameplayer, false)]
    [InlineData(StudyType.External, true)]
    public void A_session_that_was_only_opened_counts_where_it_is_not_known_what_followed(
        StudyType type,
        bool counts
    ) => Assert.Equal(counts, Counts(Start(type)));

    [Fact]
    public void A_session_of_trials_counts_from_the_first_trial_on()
    {
        var session = Start(StudyType.JsPsych);
        // Something else that was sent before the first trial isn't one, and goes when it arrives.
        session.SetEntries(DataShape.Object, 1, [], null, People.Now);
        Assert.False(Counts(session));
        session.SetEntries(DataShape.List, 1, [], null, People.Now);
        Assert.True(Counts(session));
    }

    [Fact]
    public void A_session_of_frames_counts_once_its_sequence_names_one()
    {
        var session = Start(StudyType.Frameplayer);
        session.SetEntries(DataShape.Object, 1, [], null, People.Now);
        Assert.False(Counts(session));
        session.Update(new ResponseFlags { Sequence = """["0-video"]""" }, People.Now);
        Assert.True(Counts(session));
    }

    [Theory]
    [InlineData(StudyType.JsPsych)]
    [InlineData(StudyType.Frameplayer)]
    public void A_completed_session_counts_whatever_it_holds(StudyType type)
    {
        var session = Start(type);
        session.Update(new ResponseFlags { Completed = true }, People.Now);
        Assert.True(Counts(session));
    }

    [Theory]
    [InlineData(StudyType.JsPsych)]
    [InlineData(StudyType.Frameplayer)]
    [InlineData(StudyType.External)]
    public void A_preview_never_counts(StudyType type)
    {
        var session = Start(type, preview: true);
        session.SetEntries(session.Shape, 3, [], null, People.Now);
        var everything = new ResponseFlags { Completed = true, Sequence = """["0-video"]""" };
        session.Update(everything, People.Now);
        Assert.False(Counts(session));
    }

    static Response Start(StudyType type, bool preview = false) =>
        Response.Start(Sample.Study(type), 1, 7, 8, null, preview, [], People.Now);
}
