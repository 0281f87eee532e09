using Chs.Application.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Responses;

public class DeletePreviewsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_the_responses_of_families(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.StartPreviewAsync(world);
        var real = await chs.StartAsync(world);
        var deleted = await chs.AnswerAsync(world.Researcher, new DeletePreviews(world.Study.Uuid));
        Assert.Equal(1, deleted.Responses);
        Assert.Equal([real], await chs.WithAsync(db => db.Responses.Select(r => r.Uuid).ToListAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_reviewers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(world.Reviewer, new DeletePreviews(world.Study.Uuid), "access.forbidden");
    }
}
