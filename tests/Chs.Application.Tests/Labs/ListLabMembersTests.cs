using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Labs;

public class ListLabMembersTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_is_not_of_the_lab(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        foreach (var stranger in (Actor[])[world.Outsider, world.Parent])
            await chs.RefusesAsync(stranger, new ListLabMembers { LabId = world.Lab.Uuid }, "access.forbidden");
    }
}
