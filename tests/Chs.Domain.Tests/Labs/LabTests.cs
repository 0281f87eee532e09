using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Xunit;
using static Chs.Domain.Tests.People;

namespace Chs.Domain.Tests.Labs;

public sealed class LabTests
{
    readonly User _founder = Person(1);
    readonly User _colleague = Person(2);
    readonly Lab _lab;

    public LabTests()
    {
        _lab = Lab.Create(new LabProfile("L", "", "", "l@l.l", "", "", ""), DeedOf(_founder));
        _lab.TakeEvents();
    }

    Outcome Assign(User user, LabRole role, params long[] inactive) =>
        _lab.Assign(user, role, inactive.ToHashSet(), DeedOf(_founder));

    Outcome Remove(User user, params long[] inactive) => _lab.Remove(user, inactive.ToHashSet(), DeedOf(_founder));

    LabRole[] RolesOf(User user) => [.. _lab.Members.Where(m => m.UserId == user.Id).Select(m => m.Role)];

    [Fact]
    public void The_creator_of_a_lab_is_its_admin() => Assert.Equal([LabRole.Admin], RolesOf(_founder));

    [Fact]
    public void Only_researchers_get_a_role() =>
        Assert.Equal(LabErrors.NotAResearcher, Assign(Person(3, isResearcher: false), LabRole.Guest).Error);

    [Fact]
    public void A_new_role_replaces_the_old_one()
    {
        Assign(_colleague, LabRole.Guest);
        Assign(_colleague, LabRole.Member);
        Assert.Equal([LabRole.Member], RolesOf(_colleague));
    }

    [Fact]
    public void A_role_is_told()
    {
        Assign(_colleague, LabRole.Guest);
        var told = Assert.IsType<LabRoleAssigned>(Assert.Single(_lab.TakeEvents()));
        Assert.Equal((_colleague.Uuid, LabRole.Guest, _founder.Uuid), (told.User, told.Role, told.By));
    }

    [Fact]
    public void The_same_role_again_changes_nothing()
    {
        var version = _lab.Version;
        Assert.False(Assign(_founder, LabRole.Admin).Failed);
        Assert.Equal(version, _lab.Version);
        Assert.Empty(_lab.TakeEvents());
    }

    [Fact]
    public void The_last_admin_keeps_the_role()
    {
        Assert.Equal(LabErrors.LastAdmin, Assign(_founder, LabRole.Member).Error);
        Assert.Equal([LabRole.Admin], RolesOf(_founder));
    }

    [Fact]
    public void The_last_admin_stays()
    {
        Assert.Equal(LabErrors.LastAdmin, Remove(_founder).Error);
        Assert.Equal([LabRole.Admin], RolesOf(_founder));
    }

    [Fact]
    public void An_admin_may_go_when_another_one_stays()
    {
        Assign(_colleague, LabRole.Admin);
        Assert.False(Remove(_founder).Failed);
        Assert.Empty(RolesOf(_founder));
    }

    [Fact]
    public void An_admin_whose_account_is_inactive_does_not_count()
    {
        Assign(_colleague, LabRole.Admin);
        Assert.Equal(LabErrors.LastAdmin, Remove(_founder, inactive: _colleague.Id).Error);
    }

    [Fact]
    public void A_role_accepts_the_request_to_join()
    {
        _lab.RequestToJoin(DeedOf(_colleague));
        Assign(_colleague, LabRole.Guest);
        Assert.Empty(_lab.JoinRequests);
    }

    [Fact]
    public void A_removal_declines_the_request_to_join()
    {
        _lab.RequestToJoin(DeedOf(_colleague));
        Assert.False(Remove(_colleague).Failed);
        Assert.Empty(_lab.JoinRequests);
    }

    [Fact]
    public void A_repeated_request_to_join_is_kept_and_told_once()
    {
        _lab.RequestToJoin(DeedOf(_colleague));
        _lab.RequestToJoin(DeedOf(_colleague));
        Assert.Single(_lab.JoinRequests);
        Assert.Single(_lab.TakeEvents());
    }

    [Fact]
    public void Who_is_neither_member_nor_asked_to_join_is_not_found() =>
        Assert.Equal("researcher.not_found", Remove(_colleague).Error!.Code);
}
