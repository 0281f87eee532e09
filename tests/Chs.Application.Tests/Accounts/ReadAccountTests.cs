using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class ReadAccountTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_may_not_view_accounts(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        foreach (var stranger in (Actor[])[world.Parent, world.Researcher, world.Reviewer])
            await chs.RefusesAsync(stranger, new ReadAccount(world.Parent.Id), "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_the_roles_in_labs_and_studies(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var read = await ReadResearcherAsync(chs, world);
        var lab = Assert.Single(read.Labs);
        Assert.Equal(("Lab", "admin"), (lab.Name, lab.Role));
        var study = Assert.Single(read.Studies);
        Assert.Equal(("Faces, 2nd try", "admin"), (study.Name, study.Role));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_rights_only_to_staff_who_may_see_permissions(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        Assert.Null((await ReadResearcherAsync(chs, world)).Rights);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Notes_who_read_whose_account(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await ReadResearcherAsync(chs, world);
        var viewer = await chs.WithAsync(db =>
            db.Users.Where(u => u.Email == "viewer@site.example").Select(u => u.Uuid).SingleAsync()
        );
        var noted = await chs.WithAsync(db => db.Audit.SingleAsync(e => e.Action == "read account"));
        Assert.Equal((viewer, world.Researcher.Id), (noted.Actor!.Value, noted.Subject!.Value));
    }

    static async Task<StaffAccountView> ReadResearcherAsync(TestChs chs, World world)
    {
        var viewer = await chs.AddStaffAsync("viewer", SiteRight.ViewUsers);
        return await chs.AnswerAsync(viewer, new ReadAccount(world.Researcher.Id));
    }
}
