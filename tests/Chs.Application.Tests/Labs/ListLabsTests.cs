using Chs.Application.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Labs;

public class ListLabsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_labs_of_others_that_are_not_approved(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var lab = await chs.CreateLabAsync(world.Outsider, WorldSteps.LabNamed("Mine"));
        Assert.DoesNotContain(await chs.ItemsAsync(world.Researcher, new ListLabs()), item => item.Id == lab);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Needs_a_log_in_for_a_selection(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.SucceedsAsync(null, new ListLabs());
        foreach (var set in Enum.GetValues<LabSet>())
            await chs.RefusesAsync(null, new ListLabs { Set = set }, "access.unauthenticated");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_reviewers_the_labs_that_are_not_approved(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created, labApproved: false);
        var query = new ListLabs { Set = LabSet.Unapproved, Match = "UNI lab" };
        Assert.Equal(["Lab"], (await chs.ItemsAsync(world.Reviewer, query)).Select(lab => lab.Name));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_researchers_their_own_labs_whether_or_not_they_are_approved(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created, labApproved: false);
        var query = new ListLabs { Set = LabSet.Mine };
        Assert.Equal(["Lab"], (await chs.ItemsAsync(world.Researcher, query)).Select(lab => lab.Name));
        Assert.Empty(await chs.ItemsAsync(world.Outsider, query));
    }
}
