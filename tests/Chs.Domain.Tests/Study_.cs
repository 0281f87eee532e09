using Chs.Domain.Eligibility;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Xunit;

namespace Chs.Domain.Tests;

public class Study_
{
    static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);
    static readonly Guid By = Guid.NewGuid();

    readonly Lab _lab = Lab.Create(new LabProfile("L", "", "", "l@l.l", "", "", ""), By, Now);

    Study Draft(StudyType type = StudyType.JsPsych) =>
        Study.Create(type, _lab, 1, StudyDetails.Empty with { Name = "S" }, AgeRange.Any, true, By, Now);

    Study Active()
    {
        _lab.Approve(By, Now);
        var study = Draft();
        foreach (var step in (StudyTrigger[])[StudyTrigger.Submit, StudyTrigger.Approve, StudyTrigger.Activate])
            Assert.False(study.Move(step, _lab, "", By, Now).Failed);
        study.TakeEvents();
        return study;
    }

    [Fact]
    public void Cannot_be_submitted_while_its_lab_isn_t_approved()
    {
        var study = Draft();
        Assert.Equal(StudyErrors.LabNotApproved, study.Move(StudyTrigger.Submit, _lab, "", By, Now).Error);
        Assert.Equal((StudyState.Created, 1), (study.State, study.Version));
    }

    [Fact]
    public void Cannot_be_approved_while_its_lab_isn_t_and_stays_as_it_was()
    {
        var study = Draft();
        _lab.Approve(By, Now);
        study.Move(StudyTrigger.Submit, _lab, "", By, Now);
        _lab.WithdrawApproval(By, Now);
        study.TakeEvents();
        var version = study.Version;

        Assert.Equal(StudyErrors.LabNotApproved, study.Move(StudyTrigger.Approve, _lab, "", By, Now).Error);
        Assert.Equal((StudyState.Submitted, version), (study.State, study.Version));
        Assert.Empty(study.TakeEvents());
    }

    [Fact]
    public void Cannot_be_activated_before_it_is_built()
    {
        _lab.Approve(By, Now);
        var study = Draft(StudyType.Frameplayer);
        study.Move(StudyTrigger.Submit, _lab, "", By, Now);
        study.Move(StudyTrigger.Approve, _lab, "", By, Now);
        Assert.Equal(StudyErrors.NotBuilt, study.Move(StudyTrigger.Activate, _lab, "", By, Now).Error);
    }

    [Fact]
    public void Runs_its_draft_for_families_once_activated() => Assert.Equal(1, Active().LiveNumber);

    [Fact]
    public void Goes_back_to_review_when_its_protocol_changes_and_families_keep_the_old_one()
    {
        var study = Active();
        var first = StudyVersion.Of(0, 1, StudyProtocol.Empty, Now);
        var revised = study.Revise(first, StudyProtocol.Empty with { Experiment = "new" }, By, Now);

        Assert.Equal(2, revised!.Number);
        Assert.Equal((StudyState.Rejected, 2, 1), (study.State, study.DraftNumber, study.LiveNumber));
        Assert.Contains(study.TakeEvents(), e => e is StudySentBackToReview);
    }

    [Fact]
    public void Stays_active_when_the_same_protocol_is_sent_again()
    {
        var study = Active();
        Assert.Null(study.Revise(StudyVersion.Of(0, 1, StudyProtocol.Empty, Now), StudyProtocol.Empty, By, Now));
        Assert.Equal(StudyState.Active, study.State);
    }

    [Fact]
    public void Goes_back_to_review_when_a_reviewed_text_changes()
    {
        var study = Active();
        study.Describe(study.Details with { Purpose = "another" }, study.Ages, true, false, By, Now);
        Assert.Equal(StudyState.Rejected, study.State);
    }

    [Fact]
    public void Stays_active_when_only_its_list_text_changes()
    {
        var study = Active();
        study.Describe(study.Details with { PreviewSummary = "another" }, study.Ages, true, false, By, Now);
        Assert.Equal(StudyState.Active, study.State);
    }
}
