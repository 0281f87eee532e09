using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Xunit;

namespace Chs.Domain.Tests.Studies;

/// <summary>What is given as a whole: to a key of a lab, or by a hand-over.</summary>
public class RoleGiverTests
{
    [Fact]
    public void Hands_over_nothing_that_exceeds_the_own_authority()
    {
        var reviewer = new RoleGiver(7, Authority.Of(Permissions.OfReviewers));
        Assert.Equal("rights.not_yours_to_give", reviewer.RefusalToHandOver(Authority.Of(LabRole.Member))?.Code);
        Assert.Null(reviewer.RefusalToHandOver(Authority.Of(LabRole.Associate)));
    }

    /// <summary>Imported people have several roles in a lab: the highest alone may give less.</summary>
    [Fact]
    public void Hands_over_what_several_roles_give_together()
    {
        LabRole[] roles = [LabRole.Guest, LabRole.Readonly];
        var giver = new RoleGiver(7, Authority.Of(roles));
        Assert.All(roles, role => Assert.Null(giver.RefusalToHandOver(Authority.Of(role))));
    }

    [Fact]
    public void Nobody_gives_and_takes_nothing()
    {
        Assert.Empty(RoleGiver.Nobody.RolesFor(7, Array.Empty<StudyRole>()));
        Assert.Empty(RoleGiver.Nobody.RolesFor(7, Array.Empty<LabRole>()));
        Assert.False(RoleGiver.Nobody.MayTake(7, Authority.Of(StudyRole.Preview)));
    }

    /// <summary>Roles have no order, so that one is left out only if all its rights are another's.</summary>
    [Fact]
    public void Weaker_roles_are_those_whose_rights_another_one_gives_too()
    {
        Assert.Equal(
            [StudyRole.Admin],
            Permissions.WithoutWeaker([StudyRole.Admin, StudyRole.Manager, StudyRole.Analysis])
        );
        StudyRole[] different = [StudyRole.Manager, StudyRole.Analysis];
        Assert.Equal(different, Permissions.WithoutWeaker(different));
        Assert.Equal([LabRole.Admin], Permissions.WithoutWeaker([LabRole.Guest, LabRole.Readonly, LabRole.Admin]));
    }
}
