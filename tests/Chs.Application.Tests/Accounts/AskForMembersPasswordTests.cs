using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class AskForMembersPasswordTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_does_not_manage_the_lab(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new AskForMembersPassword(world.Lab.Uuid, world.Researcher.Id);
        await chs.RefusesAsync(world.Outsider, request, "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_accounts_that_are_not_of_the_lab(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new AskForMembersPassword(world.Lab.Uuid, world.Parent.Id);
        await chs.RefusesAsync(world.Researcher, request, "researcher.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Mails_a_link_to_the_member(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.GiveLabRoleAsync(world, world.Outsider, LabRole.Guest);
        await chs.SucceedsAsync(world.Researcher, new AskForMembersPassword(world.Lab.Uuid, world.Outsider.Id));
        Assert.Single(await chs.OutboxKindsAsync(), nameof(PasswordResetRequested));
    }
}
