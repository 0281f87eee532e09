using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class CreateTokenTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_studies_that_the_owner_cannot_see(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new CreateToken("x", null, new TokenScope(true, false, [world.Study.Uuid]));
        var error = await chs.RefusesAsync(world.Outsider, request, "request.invalid");
        Assert.Equal("/studies/0", Assert.Single(error.Faults).Pointer);
    }

    /// <summary>A token is for studies, whoever owns it.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Gives_a_token_of_a_superuser_no_rights_on_the_site(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.WithAsync(async db =>
        {
            (await db.Users.SingleAsync(u => u.Uuid == world.Researcher.Id)).MakeSuperuser();
            return await db.SaveChangesAsync(default);
        });
        var bearer = await chs.BearerAsync(world.Researcher, new TokenScope(false, true, []));
        Assert.Equal(SiteRight.None, bearer.Rights.Site);
    }
}
