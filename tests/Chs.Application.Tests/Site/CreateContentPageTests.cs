using Chs.Application.Access;
using Chs.Application.Site;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Site;

public class CreateContentPageTests
{
    static readonly CreateContentPage Create = new("privacy", "en", ContentPages.Privacy);

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_is_not_logged_in(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.RefusesAsync(null, Create, "access.unauthenticated");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_families_and_researchers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        foreach (var stranger in (Actor[])[world.Parent, world.Researcher])
            await chs.RefusesAsync(stranger, Create, "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_page_that_exists(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SucceedsAsync(world.Reviewer, Create);
        await chs.RefusesAsync(world.Reviewer, Create, "page.exists");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_an_unpublished_page_from_readers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var draft = Create with { Page = ContentPages.Privacy with { IsPublished = false } };
        await chs.SucceedsAsync(world.Reviewer, draft);
        await chs.RefusesAsync(world.Parent, new ReadContentPage("privacy", "en"), "page.not_found");
        Assert.Empty(await chs.ItemsAsync(null, new ListContentPages()));
    }
}
