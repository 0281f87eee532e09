using Chs.Application.Site;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Site;

public class DeleteContentPageTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Removes_the_page(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SucceedsAsync(world.Reviewer, new CreateContentPage("privacy", "en", ContentPages.Privacy));
        await chs.SucceedsAsync(world.Reviewer, new DeleteContentPage("privacy", "en"));
        await chs.RefusesAsync(world.Reviewer, new ReadContentPage("privacy", "en"), "page.not_found");
    }
}
