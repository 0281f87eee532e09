using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Application.Tests.Accounts;
using Chs.Domain.Labs;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Labs;

public class CreateLabTests
{
    static readonly LabInput Mine = WorldSteps.LabNamed("Mine");

    [Theory, OnSqlite, OnPostgres]
    public async Task Makes_the_researcher_admin_of_a_lab_that_is_not_approved_yet(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var lab = await chs.AnswerAsync(world.Outsider, new CreateLab(Mine));
        Assert.Equal((LabRole.Admin, false), (lab.YourRole, lab.IsApproved));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_families(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(world.Parent, new CreateLab(Mine), "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_researchers_who_have_not_confirmed_their_address(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var signUp = new SignUp("grace@uni.example", LogIns.Password, "Grace", "Example", "", true);
        var researcher = await chs.ActorAsync(await chs.SignUpAsync(signUp));
        await chs.RefusesAsync(researcher, new CreateLab(Mine), "account.email_not_confirmed");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Gives_a_name_to_one_lab_also_when_several_ask_at_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(i => chs.SendAsync(world.Outsider, new CreateLab(Mine with { ContactEmail = $"{i}@x.org" })))
        );
        made.SingleSuccess("lab.name_taken");
        // The world's lab has the other admin.
        Assert.Equal(2, await chs.WithAsync(db => db.LabMemberships.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_an_address_that_another_lab_has(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new CreateLab(Mine with { ContactEmail = "LAB@test.chs" });
        await chs.RefusesAsync(world.Outsider, request, "lab.contact_email_taken");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_slug_that_another_lab_has(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.CreateLabAsync(world.Outsider, Mine with { Slug = "sunny" });
        var request = new CreateLab(WorldSteps.LabNamed("Other") with { Slug = "sunny" });
        await chs.RefusesAsync(world.Outsider, request, "lab.slug_taken");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_slug_that_does_not_fit_into_an_address(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.FindsFaultAsync(world.Outsider, new CreateLab(Mine with { Slug = "Über uns" }), "not_a_slug");
    }
}
