using Chs.Application.Site;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Site;

public class UpdateContentPageTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Publishes_a_draft(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var draft = await CreateDraftAsync(chs, world);
        var publish = new UpdateContentPage("privacy", "en", ContentPages.Privacy, draft.Version);
        await chs.SucceedsAsync(world.Reviewer, publish);
        await chs.SucceedsAsync(world.Parent, new ReadContentPage("privacy", "en"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_stale_version_and_names_the_newest(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var draft = await CreateDraftAsync(chs, world);
        var update = new UpdateContentPage("privacy", "en", ContentPages.Privacy, draft.Version);
        await chs.SucceedsAsync(world.Reviewer, update);
        var late = update with { Page = ContentPages.Privacy with { Title = "Mine" } };
        var error = await chs.RefusesAsync(world.Reviewer, late, "version.stale");
        Assert.Equal(draft.Version + 1, error.CurrentVersion);
    }

    static Task<ContentPageView> CreateDraftAsync(TestChs chs, World world)
    {
        var draft = ContentPages.Privacy with { IsPublished = false };
        return chs.AnswerAsync(world.Reviewer, new CreateContentPage("privacy", "en", draft));
    }
}
