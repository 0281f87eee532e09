using Chs.Application.Site;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Site;

public class DeleteInstitutionTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Takes_the_institution_off_the_list(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var added = await AddAsync(chs, world);
        await chs.SucceedsAsync(world.Reviewer, new DeleteInstitution(added.Id));
        Assert.Empty(await chs.ItemsAsync(null, new ListInstitutions()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_researchers(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var added = await AddAsync(chs, world);
        await chs.RefusesAsync(world.Researcher, new DeleteInstitution(added.Id), "access.forbidden");
    }

    static Task<InstitutionView> AddAsync(TestChs chs, World world) =>
        chs.AnswerAsync(world.Reviewer, new CreateInstitution(Institutions.Called("Uni")));
}
