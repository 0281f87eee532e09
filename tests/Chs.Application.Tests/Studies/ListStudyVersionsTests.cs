using Chs.Application.Access;
using Chs.Application.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class ListStudyVersionsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_every_save_that_changed_something_newest_first(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var versions = await ListAsync(chs, await chs.MakeWorldWithFourVersionsAsync());
        Assert.Equal([4, 3, 2, 1], versions.Select(version => version.Number));
        Assert.Equal([true, false, false, false], versions.Select(version => version.IsDraft));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_author_note_and_approval(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await chs.MakeWorldWithFourVersionsAsync();
        var second = Assert.Single(await ListAsync(chs, world), version => version.Number == 2);
        Assert.Equal(
            ("three lines", (Guid?)world.Researcher.Id, true),
            (second.Note, second.Author?.Id, second.IsApproved)
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_that_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var query = new ListStudyVersions { StudyId = world.Study.Uuid };
        foreach (var stranger in (Actor[])[world.Outsider, world.Parent])
            await chs.RefusesAsync(stranger, query, "study.not_found");
    }

    static Task<IReadOnlyList<StudyVersionItem>> ListAsync(TestChs chs, World world) =>
        chs.ItemsAsync(world.Researcher, new ListStudyVersions { StudyId = world.Study.Uuid });
}
