using Chs.Application.Site;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Site;

public class ListInstitutionsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Follows_the_places_that_staff_gave(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await AddAsync(Institutions.Called("Uni", place: 2));
        await AddAsync(Institutions.Called("College", place: 1));
        var listed = await chs.ItemsAsync(null, new ListInstitutions());
        Assert.Equal(["College", "Uni"], listed.Select(institution => institution.Name));

        Task AddAsync(InstitutionInput input) => chs.SucceedsAsync(world.Reviewer, new CreateInstitution(input));
    }
}
