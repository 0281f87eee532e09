using Chs.Application.Labs;
using Chs.Application.Site;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Labs;

public class SetLabPictureTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_the_picture_among_the_media_of_the_lab(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var banner = new SetLabPicture(world.Lab.Uuid, LabPicture.Banner, await PictureAsync(60, 30), null);
        var lab = await chs.AnswerAsync(world.Researcher, banner);
        Assert.StartsWith($"/media/labs/{world.Lab.Uuid}/", lab.Banner, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Removes_the_picture_when_there_is_no_content(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var badge = new SetLabPicture(world.Lab.Uuid, LabPicture.Badge, await PictureAsync(30, 30), null);
        Assert.NotNull((await chs.AnswerAsync(world.Researcher, badge)).Badge);
        Assert.Null((await chs.AnswerAsync(world.Researcher, badge with { Content = null })).Badge);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_does_not_manage_the_lab(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var badge = new SetLabPicture(world.Lab.Uuid, LabPicture.Badge, await PictureAsync(30, 30), null);
        await chs.RefusesAsync(world.Outsider, badge, "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_another_shape(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await FindsFaultAsync(chs, world, LabPicture.Banner, await PictureAsync(30, 30), "not_wide");
        await FindsFaultAsync(chs, world, LabPicture.Badge, await PictureAsync(60, 30), "not_square");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_what_is_not_a_whole_picture(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        byte[][] contents =
        [
            [],
            (await PictureAsync(30, 30))[..60],
            "<script>alert(1)</script>"u8.ToArray(),
            "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(),
        ];
        foreach (var content in contents)
            await FindsFaultAsync(chs, world, LabPicture.Badge, content, "not_a_picture");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_too_many_bytes(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await FindsFaultAsync(chs, world, LabPicture.Badge, new byte[Media.MaximumBytes], "too_large");
    }

    static async Task FindsFaultAsync(TestChs chs, World world, LabPicture which, byte[] content, string code) =>
        await chs.FindsFaultAsync(world.Researcher, new SetLabPicture(world.Lab.Uuid, which, content, null), code);

    static Task<byte[]> PictureAsync(int width, int height) => Some.Picture(width, height).ReadAsByteArrayAsync();
}
