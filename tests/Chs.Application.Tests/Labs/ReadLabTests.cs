using Chs.Application.Labs;
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
}
