using System.Text;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Xunit;

namespace Chs.Domain.Tests.Responses;

/// <summary>What is kept of values that a player replaces.</summary>
public class ResponseRevisionTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_entry_that_is_replaced_is_kept_with_its_times()
    {
        var response = Start();
        var entry = ResponseEntry.Of(response.Id, 3, "3-test", Content("1"), Now);
        response.ReplaceEntry(entry, Content("2"), Now.AddMinutes(1));
        var kept = Assert.Single(response.Revisions);
        Assert.Equal((RevisedPart.Entry, 3, "3-test"), (kept.Part, kept.Ordinal, kept.Key));
        Assert.Equal(("1", "2"), (Encoding.UTF8.GetString(kept.Payload), Encoding.UTF8.GetString(entry.Payload)));
        Assert.Equal((Now, Now.AddMinutes(1)), (kept.ReceivedAt, kept.ReplacedAt));
        Assert.Equal((1, 501L), (response.RevisionCount, response.RevisionBytes));
    }

    [Fact]
    public void Other_parts_are_kept_only_after_a_ruling()
    {
        var response = Start();
        response.Update(new ResponseFlags { Conditions = """{"a":1}""", CompletedConsentFrame = true }, Now);
        response.Update(new ResponseFlags { Conditions = """{"a":2}""" }, Now);
        Assert.Empty(response.Revisions);

        response.RuleOnConsent(Ruling.Accepted, "", new Deed(Guid.NewGuid(), 1, Now));
        // Back to pending is a ruling, too.
        response.RuleOnConsent(Ruling.Pending, "", new Deed(Guid.NewGuid(), 1, Now));
        var all = new ResponseFlags
        {
            Conditions = """{"a":3}""",
            GlobalEventTimings = "[1]",
            Sequence = """["0-a"]""",
            Completed = true,
            CompletedConsentFrame = true,
            SurveyConsent = true,
            RecordingMethod = new Optional<string?>("pipe"),
        };
        response.Update(all, Now);
        response.Update(all, Now);
        Assert.Equal(
            [
                (RevisedPart.Conditions, """{"a":2}"""),
                (RevisedPart.GlobalEventTimings, "{}"),
                (RevisedPart.Sequence, "[]"),
                (RevisedPart.Completed, "false"),
                (RevisedPart.SurveyConsent, "false"),
                (RevisedPart.RecordingMethod, "\"recordrtc\""),
            ],
            response.Revisions.Select(r => (r.Part, Encoding.UTF8.GetString(r.Payload)))
        );
    }

    [Fact]
    public void What_a_session_has_reached_stays_reached()
    {
        var response = Start();
        response.Update(Reached(true), Now);
        response.Update(Reached(false), Now);
        Assert.Equal(
            (true, true, true, false),
            (response.Completed, response.CompletedConsentFrame, response.SurveyConsent, response.IsOpen)
        );
    }

    [Theory]
    [InlineData(20, new long[0])]
    [InlineData(21, new long[] { 11 })]
    [InlineData(23, new long[] { 11, 12, 13 })]
    public void Of_too_many_of_the_same_part_the_middle_ones_go(int count, long[] expected)
    {
        var same = Enumerable.Range(1, count).Select(id => new RevisionSize(id, RevisedPart.Entry, 3, 5));
        // As many again, but not of the same part.
        var others = Enumerable
            .Range(100, 40)
            .Select(id => new RevisionSize(id, id % 2 == 0 ? RevisedPart.Entry : RevisedPart.Conditions, id, 5));
        Assert.Equal(expected, ResponseRevision.TooMuchOf([.. same, .. others]).Select(r => r.Id));
    }

    [Theory]
    // Five of 2 MB and their rows are more than 10 MB: the middle one goes.
    [InlineData(2 * 1024 * 1024, 5, new long[] { 3 })]
    [InlineData((2 * 1024 * 1024) - ResponseRevision.RowBytes, 5, new long[0])]
    [InlineData(3 * 1024 * 1024, 6, new long[] { 4, 3, 5 })]
    [InlineData(11 * 1024 * 1024, 2, new long[] { 2, 1 })]
    public void Of_too_large_ones_the_middle_ones_go(int bytes, int count, long[] expected)
    {
        var revisions = Enumerable.Range(1, count).Select(id => new RevisionSize(id, RevisedPart.Entry, 0, bytes));
        Assert.Equal(expected, ResponseRevision.TooMuchOf([.. revisions]).Select(r => r.Id));
    }

    [Fact]
    public void What_is_too_large_goes_where_most_of_it_is()
    {
        var small = Enumerable.Range(1, 50).Select(id => new RevisionSize(id, RevisedPart.Entry, id, 9));
        RevisionSize[] large =
        [
            new(100, RevisedPart.Entry, 7, 5_300_000),
            new(101, RevisedPart.Entry, 7, 5_300_000),
            new(102, RevisedPart.Conditions, null, 4_000_000),
        ];
        // The first of entry 7 is small and stays, and so does everything of the others.
        Assert.Equal([100L], ResponseRevision.TooMuchOf([.. small, .. large]).Select(r => r.Id));
    }

    [Fact]
    public void What_goes_is_counted()
    {
        var response = Start();
        for (var i = 0; i < 3; i++)
            response.KeepEntry(ResponseEntry.Of(response.Id, i, null, Content("123"), Now), Now);
        response.CountDropped([new RevisionSize(1, RevisedPart.Entry, 0, 3)]);
        Assert.Equal((2, 1006L, 1), (response.RevisionCount, response.RevisionBytes, response.DroppedRevisionCount));
    }

    static ResponseFlags Reached(bool flag) =>
        new()
        {
            Completed = flag,
            CompletedConsentFrame = flag,
            SurveyConsent = flag,
        };

    static EntryContent Content(string json) => new(null, null, Encoding.UTF8.GetBytes(json), [1]);

    static Response Start() =>
        Response.Start(Sample.Study(StudyType.Frameplayer), 1, child: 1, participant: 1, null, preview: false, [], Now);
}
