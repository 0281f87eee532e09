using Chs.Application.Access;
using Chs.Application.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class ListStudyLogTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_the_steps_of_the_workflow_newest_first(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await chs.MakeWorldWithFourVersionsAsync();
        var log = await chs.ItemsAsync(world.Researcher, new ListStudyLog { StudyId = world.Study.Uuid });
        Assert.Equal(
            [StudyLogAction.SentBack, StudyLogAction.Approved, StudyLogAction.Submitted, StudyLogAction.Created],
            log.Select(entry => entry.Action)
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_that_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var query = new ListStudyLog { StudyId = world.Study.Uuid };
        foreach (var stranger in (Actor[])[world.Outsider, world.Parent])
            await chs.RefusesAsync(stranger, query, "study.not_found");
    }
}
