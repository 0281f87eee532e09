using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Xunit;

namespace Chs.Domain.Tests.Studies;

public class StudyTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);
    static readonly Deed Deed = new(Guid.NewGuid(), 1, Now);

    readonly Lab _lab = Sample.Lab();

    [Fact]
    public void Cannot_be_submitted_while_its_lab_is_not_approved()
    {
        var study = Draft();
        Assert.Equal(StudyErrors.LabNotApproved, Move(study, StudyTrigger.Submit).Error);
        Assert.Equal((StudyState.Created, 1), (study.State, study.Version));
    }

    [Fact]
    public void Cannot_be_approved_while_its_lab_is_not()
    {
        var study = SubmittedWhoseLabLostItsApproval();
        Assert.Equal(StudyErrors.LabNotApproved, Move(study, StudyTrigger.Approve).Error);
    }

    [Fact]
    public void Stays_as_it_was_when_a_step_is_refused()
    {
        var study = SubmittedWhoseLabLostItsApproval();
        var version = study.Version;
        Move(study, StudyTrigger.Approve);
        Assert.Equal((StudyState.Submitted, version), (study.State, study.Version));
        Assert.Empty(study.TakeEvents());
    }

    [Fact]
    public void Cannot_be_activated_before_it_is_built()
    {
        ApproveLab();
        var study = Draft(StudyType.Frameplayer);
        Move(study, StudyTrigger.Submit);
        Move(study, StudyTrigger.Approve);
        Assert.Equal(StudyErrors.NotBuilt, Move(study, StudyTrigger.Activate).Error);
    }

    [Fact]
    public void Runs_its_draft_for_families_once_activated() => Assert.Equal(1, Active().LiveNumber);

    [Fact]
    public void Goes_back_to_review_when_its_protocol_changes()
    {
        var study = Active();
        Revise(study, Protocol with { Experiment = "new" });
        Assert.Equal(StudyState.SentBack, study.State);
        Assert.Contains(study.TakeEvents(), raised => raised is StudySentBackToReview);
    }

    [Fact]
    public void Keeps_the_protocol_that_families_run_when_the_draft_changes()
    {
        var study = Active();
        Revise(study, Protocol with { Experiment = "new" });
        Assert.Equal((2, 2, 1), (study.Draft.Number, study.DraftNumber, study.LiveNumber!.Value));
    }

    [Fact]
    public void Makes_no_version_when_the_same_protocol_is_sent_again()
    {
        var study = Active();
        Revise(study, Protocol);
        Assert.Equal((StudyState.Active, 1), (study.State, study.DraftNumber));
    }

    [Fact]
    public void Goes_back_to_review_when_a_reviewed_text_changes()
    {
        var study = Active();
        Describe(study, study.Details with { Purpose = "another" });
        Assert.Equal(StudyState.SentBack, study.State);
    }

    [Fact]
    public void Stays_active_when_only_its_list_text_changes()
    {
        var study = Active();
        Describe(study, study.Details with { PreviewSummary = "another" });
        Assert.Equal(StudyState.Active, study.State);
    }

    [Fact]
    public void Stays_active_when_a_text_changes_that_the_site_calls_low_risk()
    {
        var study = Active();
        Describe(study, study.Details with { Duration = "another" }, new ReviewPolicy(ReviewedField.Duration));
        Assert.Equal(StudyState.Active, study.State);
    }

    [Fact]
    public void Says_which_reviewed_fields_changed()
    {
        var study = Active();
        Describe(study, study.Details with { Purpose = "another", PreviewSummary = "another" });
        var updated = Assert.Single(study.TakeEvents().OfType<StudyUpdated>());
        Assert.Equal(ReviewedField.Purpose, updated.Reviewed);
    }

    [Fact]
    public void Counts_no_change_when_nothing_differs()
    {
        var study = Active();
        var version = study.Version;
        Describe(study, study.Details with { });
        Assert.Equal(version, study.Version);
        Assert.Empty(study.TakeEvents());
    }

    // The verbs of study and lab, each in one place.

    Outcome Move(Study study, StudyTrigger step) => study.Move(step, _lab, "", Deed);

    static void Revise(Study study, StudyProtocol protocol) => study.Revise(protocol, note: "", Deed);

    static void Describe(Study study, StudyDetails details, ReviewPolicy? policy = null) =>
        study.Describe(details, study.Ages, isPublic: true, isPreviewShared: false, Deed, policy);

    void ApproveLab() => _lab.Approve(Deed);

    void WithdrawLabApproval() => _lab.WithdrawApproval(Deed);

    Study Draft(StudyType type = StudyType.JsPsych) => Sample.Study(type, _lab);

    /// <summary>The protocol of version 1.</summary>
    static readonly StudyProtocol Protocol = StudyProtocol.Empty;

    Study Active()
    {
        ApproveLab();
        var study = Draft();
        foreach (var step in (StudyTrigger[])[StudyTrigger.Submit, StudyTrigger.Approve, StudyTrigger.Activate])
            Assert.Null(Move(study, step).Error);
        study.TakeEvents();
        return study;
    }

    Study SubmittedWhoseLabLostItsApproval()
    {
        ApproveLab();
        var study = Draft();
        Move(study, StudyTrigger.Submit);
        WithdrawLabApproval();
        study.TakeEvents();
        return study;
    }
}
