using Chs.Domain.Accounts;
using Chs.Domain.Eligibility;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Xunit;
using static Chs.Domain.Tests.People;

namespace Chs.Domain.Tests.Studies;

public sealed class StudyResearchersTests
{
    readonly User _creator = Person(1);
    readonly User _colleague = Person(2);
    readonly Lab _lab;
    readonly Lab _otherLab;
    readonly Study _study;

    public StudyResearchersTests()
    {
        _lab = NewLab(key: 10, _creator);
        _lab.Assign(_colleague, LabRole.Member, AllActive, DeedOf(_creator));
        _otherLab = NewLab(key: 11, _colleague);
        _study = Study
            .Create(
                StudyType.JsPsych,
                _lab,
                StudyDetails.Empty,
                AgeRange.Any,
                isPublic: true,
                StudyProtocol.Empty,
                note: "",
                DeedOf(_creator)
            )
            .WithKey(100);
        _study.TakeEvents();
    }

    static Lab NewLab(long key, User founder) =>
        Lab.Create(new LabProfile($"{key}", "", "", $"{key}@l.l", "", "", ""), DeedOf(founder)).WithKey(key);

    Outcome Assign(User user, StudyRole role, params long[] inactive) =>
        _study.Assign(user, role, _lab, inactive.ToHashSet(), DeedOf(_creator));

    StudyRole[] RolesOf(User user) => [.. _study.Researchers.Where(m => m.UserId == user.Id).Select(m => m.Role)];

    [Fact]
    public void The_creator_of_a_study_is_its_admin() => Assert.Equal([StudyRole.Admin], RolesOf(_creator));

    [Fact]
    public void Only_members_of_the_lab_get_a_role() =>
        Assert.Equal(StudyErrors.NotInTheLab, Assign(Person(3), StudyRole.Admin).Error);

    [Fact]
    public void A_new_role_replaces_the_old_one()
    {
        Assign(_colleague, StudyRole.Preview);
        Assign(_colleague, StudyRole.Researcher);
        Assert.Equal([StudyRole.Researcher], RolesOf(_colleague));
    }

    [Fact]
    public void The_same_role_again_changes_nothing()
    {
        var version = _study.Version;
        Assert.False(Assign(_creator, StudyRole.Admin).Failed);
        Assert.Equal(version, _study.Version);
    }

    [Fact]
    public void The_last_admin_keeps_the_role()
    {
        Assert.Equal(StudyErrors.LastAdmin, Assign(_creator, StudyRole.Researcher).Error);
        Assert.Equal([StudyRole.Admin], RolesOf(_creator));
    }

    [Fact]
    public void The_last_admin_stays() =>
        Assert.Equal(StudyErrors.LastAdmin, _study.Remove(_creator, AllActive, DeedOf(_creator)).Error);

    [Fact]
    public void An_admin_may_go_when_another_one_stays()
    {
        Assign(_colleague, StudyRole.Admin);
        Assert.False(_study.Remove(_creator, AllActive, DeedOf(_creator)).Failed);
        Assert.Empty(RolesOf(_creator));
    }

    [Fact]
    public void An_admin_whose_account_is_inactive_does_not_count()
    {
        Assign(_colleague, StudyRole.Admin);
        var removed = _study.Remove(_creator, new HashSet<long> { _colleague.Id }, DeedOf(_creator));
        Assert.Equal(StudyErrors.LastAdmin, removed.Error);
    }

    [Fact]
    public void The_last_admin_cannot_leave_by_leaving_the_lab() =>
        Assert.Equal(StudyErrors.LastAdmin, _study.LoseLabMember(_creator, AllActive, isOwnWish: true).Error);

    [Fact]
    public void The_last_admin_of_an_archived_study_may_leave_the_lab_and_is_not_removed_from_it()
    {
        Assert.False(_study.Move(StudyTrigger.Archive, _lab, "", DeedOf(_creator)).Failed);
        Assert.Equal(StudyErrors.LastAdmin, _study.LoseLabMember(_creator, AllActive, isOwnWish: false).Error);
        Assert.False(_study.LoseLabMember(_creator, AllActive, isOwnWish: true).Failed);
    }

    [Fact]
    public void Whoever_takes_over_has_what_both_had_and_no_weaker_role_beside_it()
    {
        Assign(_colleague, StudyRole.Design);
        var leaver = Person(9);
        _lab.Assign(leaver, LabRole.Member, AllActive, DeedOf(_creator));
        Assign(leaver, StudyRole.Analysis);
        Assert.False(_study.HandOver(leaver, _colleague, _lab, keepsRoles: false, DeedOf(_creator)).Failed);
        Assert.Equal([StudyRole.Design, StudyRole.Analysis], RolesOf(_colleague).Order());
        Assert.Empty(RolesOf(leaver));

        Assert.False(_study.HandOver(_creator, _colleague, _lab, keepsRoles: true, DeedOf(_creator)).Failed);
        Assert.Equal([StudyRole.Admin], RolesOf(_colleague));
        Assert.Equal([StudyRole.Admin], RolesOf(_creator));
    }

    [Fact]
    public void A_study_moves_with_the_researchers_who_belong_to_its_new_lab()
    {
        Assign(_colleague, StudyRole.Admin);
        Assert.False(_study.TransferTo(_otherLab, AllActive, DeedOf(_creator)).Failed);
        Assert.Equal(_otherLab.Id, _study.LabId);
        Assert.Equal([_colleague.Id], _study.Researchers.Select(m => m.UserId));
    }

    [Fact]
    public void A_study_stays_where_an_admin_would_remain()
    {
        Assign(_colleague, StudyRole.Researcher);
        Assert.Equal(StudyErrors.LastAdmin, _study.TransferTo(_otherLab, AllActive, DeedOf(_creator)).Error);
        Assert.Equal(_lab.Id, _study.LabId);
    }

    [Fact]
    public void A_transfer_does_not_count_on_an_admin_whose_account_is_inactive()
    {
        Assign(_colleague, StudyRole.Admin);
        var moved = _study.TransferTo(_otherLab, new HashSet<long> { _colleague.Id }, DeedOf(_creator));
        Assert.Equal(StudyErrors.LastAdmin, moved.Error);
    }
}
