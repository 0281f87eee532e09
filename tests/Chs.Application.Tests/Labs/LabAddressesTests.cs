using System.Text.Json;
using Chs.Application.Labs;
using Chs.Application.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Labs;

/// <summary>A lab's page has its address beside those of studies and of other pages.</summary>
public class LabAddressesTests
{
    public static TheoryData<string> Taken =>
        [
            "history",
            "j",
            "01a21b29-f4cd-749c-b126-043e34853084",
            "01a21b29f4cd749cb126043e34853084",
            .. Enum.GetValues<AgeGroup>().Select(group => JsonNamingPolicy.KebabCaseLower.ConvertName($"{group}")),
        ];

    [Theory, MemberData(nameof(Taken))]
    public async Task No_lab_takes_that_of_another_page(string slug)
    {
        await using var chs = await TestChs.StartAsync(DatabaseProvider.Sqlite);
        var world = await World.MakeAsync(chs);
        var input = WorldSteps.LabNamed("Lab") with { Slug = slug };
        await chs.FindsFaultAsync(world.Researcher, new CreateLab(input), "reserved");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_lab_is_found_by_its_address(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.WithAsync(db =>
            db.Labs.Where(l => l.Id == world.Lab.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(l => l.Slug, "sunshine-lab"))
        );
        Assert.Equal(
            world.Lab.Uuid,
            Assert.Single(await chs.ItemsAsync(null, new ListLabs { Slug = "sunshine-lab" })).Id
        );
        Assert.Empty(await chs.ItemsAsync(null, new ListLabs { Slug = "sunshine" }));
    }
}
