using Chs.Application.Site;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Site;

public class CreateInstitutionTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_name_that_is_listed_already(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var add = new CreateInstitution(Institutions.Called("Uni"));
        await chs.SucceedsAsync(world.Reviewer, add);
        await chs.RefusesAsync(world.Reviewer, add, "institution.exists");
    }
}
