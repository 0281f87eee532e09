using Chs.Application.Labs;
using Chs.Application.Tests.Accounts;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Labs;

public class ReadLabTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_labs_of_others_that_are_not_approved(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var lab = await chs.CreateLabAsync(world.Outsider, WorldSteps.LabNamed("Mine"));
        await chs.RefusesAsync(world.Researcher, new ReadLab(lab), "lab.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Offers_members_what_their_role_allows(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Member);
        var read = await chs.AnswerAsync(world.Outsider, new ReadLab(world.Lab.Uuid));
        Assert.Equal(["createStudies", "listResearchers"], read.YouMay);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Offers_a_token_with_a_scope_nothing(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var bearer = await chs.BearerAsync(world.Researcher, new TokenScope(false, true, []));
        var read = await chs.AnswerAsync(bearer, new ReadLab(world.Lab.Uuid));
        Assert.Empty(read.YouMay);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Offers_nobody_who_is_no_researcher_to_create_studies(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var superuser = world.Parent with { Rights = SiteRights.All };
        var read = await chs.AnswerAsync(superuser, new ReadLab(world.Lab.Uuid));
        Assert.DoesNotContain("createStudies", read.YouMay);
        Assert.Contains("editApproval", read.YouMay);
    }
}
