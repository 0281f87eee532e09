using Chs.Application.Studies;
using Chs.Domain.Labs;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class ListStudyResearchersTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Offers_members_of_the_lab_who_have_no_role_yet(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Guest);
        var query = new ListStudyResearchers { StudyId = world.Study.Uuid, AreCandidates = true };
        var candidates = await chs.ItemsAsync(world.Researcher, query);
        Assert.Equal([world.Outsider.Id], candidates.Select(candidate => candidate.AccountId));
    }
}
