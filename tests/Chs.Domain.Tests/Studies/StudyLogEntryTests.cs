using Chs.Domain.Builds;
using Chs.Domain.Studies;
using Xunit;

namespace Chs.Domain.Tests.Studies;

public sealed class StudyLogEntryTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);
    static readonly Guid Id = Guid.NewGuid();

    static StudyMoved Moved(StudyState state, string comments = "") =>
        new(Id, "S", StudyTrigger.Submit, state, comments, Id, Now) { ByKey = 7 };

    public static TheoryData<DomainEvent, string> Logged =>
        new()
        {
            { new StudyCreated(Id, Id, Now), "created" },
            { Moved(StudyState.Submitted), "submitted" },
            { Moved(StudyState.Active), "active" },
            { new StudySentBackToReview(Id, "S", Now), "sent back" },
            { new EthicsApprovalExpired(Id, "S", default, Now), "paused" },
            { new StudyDraftProposed(Id, "S", 2, "", Id, Now), "draft proposed" },
            { new StudyDraftWithdrawn(Id, "S", 2, DraftWithdrawalReason.Withdrawn, Id, Now), "draft withdrawn" },
            { new StudyDraftJudged(Id, "S", 2, true, "", Id, Now), "draft approved" },
            { new StudyDraftJudged(Id, "S", 2, false, "", Id, Now), "draft declined" },
            { new BuildEnded(Id, Id, BuildState.Succeeded, null, "", Now), "deployed" },
            { new BuildEnded(Id, Id, BuildState.Failed, null, "why", Now), "failed to build" },
        };

    [Theory, MemberData(nameof(Logged))]
    public void An_event_of_a_studys_life_is_logged_in_its_words(DomainEvent domainEvent, string action) =>
        Assert.Equal(action, StudyLogEntry.Of(domainEvent, 1)!.Action);

    [Fact]
    public void A_change_that_the_log_does_not_show_makes_no_entry() =>
        Assert.Null(StudyLogEntry.Of(new StudyUpdated(Id, Id, Now), 1));

    [Fact]
    public void An_entry_names_who_acted() => Assert.Equal(7, StudyLogEntry.Of(Moved(StudyState.Submitted), 1)!.UserId);

    [Theory]
    [InlineData(DraftWithdrawalReason.DraftChanged, "propose it again")]
    [InlineData(DraftWithdrawalReason.SentBack, "submit the study")]
    [InlineData(DraftWithdrawalReason.Stopped, "neither active nor paused")]
    public void A_draft_that_left_the_queue_by_itself_says_why(DraftWithdrawalReason reason, string why)
    {
        var entry = StudyLogEntry.Of(new StudyDraftWithdrawn(Id, "S", 2, reason, Id, Now), 1)!;
        Assert.Contains(why, entry.Extra);
    }

    [Fact]
    public void A_draft_that_was_withdrawn_needs_no_reason() =>
        Assert.Null(
            StudyLogEntry.Of(new StudyDraftWithdrawn(Id, "S", 2, DraftWithdrawalReason.Withdrawn, Id, Now), 1)!.Extra
        );

    [Fact]
    public void An_entry_without_comments_and_declarations_has_no_extra() =>
        Assert.Null(StudyLogEntry.Of(Moved(StudyState.Submitted), 1)!.Extra);

    [Fact]
    public void An_entry_has_comments_and_declarations()
    {
        var moved = Moved(StudyState.Submitted, "please") with { Declarations = """{"issues":["a"]}""" };
        Assert.Equal("""{"issues":["a"],"comments":"please"}""", StudyLogEntry.Of(moved, 1)!.Extra);
    }
}
