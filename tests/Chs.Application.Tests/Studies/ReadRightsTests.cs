using Chs.Application.Studies;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class ReadRightsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Says_by_which_roles_somebody_holds_a_right(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var own = await chs.AnswerAsync(world.Researcher, new ReadRights(world.Study.Uuid, null));
        Assert.Equal(
            ["role 'admin' in the study", "role 'admin' in the lab"],
            own.Rights.Single(right => right.Right == "writeDetails").Because
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Gives_no_reason_for_a_right_that_somebody_lacks(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var own = await chs.AnswerAsync(world.Researcher, new ReadRights(world.Study.Uuid, null));
        var review = own.Rights.Single(right => right.Right == "review");
        Assert.False(review.IsHeld);
        Assert.Empty(review.Because);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Names_rights_on_every_study_of_the_site(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var reviewers = await chs.AnswerAsync(world.Reviewer, new ReadRights(world.Study.Uuid, null));
        var review = reviewers.Rights.Single(right => right.Right == "review");
        Assert.Equal(["right on every study of the site"], review.Because);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Agrees_with_the_table_of_permissions(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var own = await chs.AnswerAsync(world.Researcher, new ReadRights(world.Study.Uuid, null));
        var expected = Permissions.Of(StudyRole.Admin) | Permissions.Of(LabRole.Admin);
        foreach (var right in own.Rights)
        {
            var isExpected = expected.HasFlag(Enum.Parse<StudyRight>(right.Right, ignoreCase: true));
            Assert.True(isExpected == right.IsHeld, right.Right);
        }
    }

    /// <summary>What is offered is what is allowed: a key with a scope gives no roles, whatever its owner may give.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Offers_a_key_with_a_scope_no_roles_to_give(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var key = world.Researcher with { Scope = new TokenScope(false, false, [world.Study.Uuid]) };
        Assert.Empty((await chs.AnswerAsync(key, new ReadRights(world.Study.Uuid, null))).RolesToGive);
        Assert.NotEmpty((await chs.AnswerAsync(world.Researcher, new ReadRights(world.Study.Uuid, null))).RolesToGive);
        var listed = await chs.ItemsAsync(key, new ListStudyResearchers { StudyId = world.Study.Uuid });
        Assert.All(listed, person => Assert.True(person is { RolesToGive: [], IsRemovable: false }));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_that_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(world.Outsider, new ReadRights(world.Study.Uuid, null), "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_the_rights_of_others_only_to_whoever_manages_the_researchers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var ofResearcher = new ReadRights(world.Study.Uuid, world.Researcher.Id);
        await chs.RefusesAsync(world.Reviewer, ofResearcher, "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_accounts_that_are_no_researchers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var ofParent = new ReadRights(world.Study.Uuid, world.Parent.Id);
        await chs.RefusesAsync(world.Researcher, ofParent, "researcher.not_found");
    }
}
