using Chs.Application.Labs;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>The pictures of labs and studies.</summary>
public class Pictures_
{
    static readonly byte[] Script = "<script>alert(1)</script>"u8.ToArray();

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_a_lab_are_shown_and_removed(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var banner = new SetLabPicture(world.Lab.Uuid, LabPicture.Banner, await PictureAsync(60, 30), null);
        var lab = await chs.AnswerAsync(world.Researcher, banner);
        Assert.StartsWith($"/media/labs/{world.Lab.Uuid}/", lab.Banner, StringComparison.Ordinal);

        var badge = new SetLabPicture(world.Lab.Uuid, LabPicture.Badge, await PictureAsync(30, 30), null);
        Assert.NotNull((await chs.AnswerAsync(world.Researcher, badge)).Badge);
        Assert.Null((await chs.AnswerAsync(world.Researcher, badge with { Content = null })).Badge);
        await chs.RefusesAsync(world.Outsider, badge, "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_a_lab_are_refused_in_another_shape_or_format(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var square = await PictureAsync(30, 30);
        await RefusesAsync(square, LabPicture.Banner, "not_wide");
        await RefusesAsync(await PictureAsync(60, 30), LabPicture.Badge, "not_square");
        await RefusesAsync(Script, LabPicture.Badge, "not_a_picture");
        await RefusesAsync(square[..60], LabPicture.Badge, "not_a_picture");
        await RefusesAsync([], LabPicture.Badge, "not_a_picture");
        await RefusesAsync(new byte[Site.Media.MaximumBytes], LabPicture.Badge, "too_large");
        await RefusesAsync("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), LabPicture.Badge, "not_a_picture");

        async Task RefusesAsync(byte[] content, LabPicture which, string code)
        {
            var request = new SetLabPicture(world.Lab.Uuid, which, content, null);
            Assert.Equal(code, (await chs.FaultAsync(world.Researcher, request)).Code);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_a_study_are_encoded_anew_without_what_follows_the_picture(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var polyglot = await SetImageAsync(chs, world, [.. await PictureAsync(30, 30), .. Script]);
        Assert.Equal(StudyState.Rejected, polyglot.State);
        await using var stored = await chs.Get<IObjectStore>().OpenAsync(polyglot.Image![1..], null, default);
        using var bytes = new MemoryStream();
        await stored!.CopyToAsync(bytes);
        Assert.Equal(-1, bytes.ToArray().AsSpan().IndexOf(Script));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_a_study_are_not_removed_when_it_was_changed_meanwhile(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await SetImageAsync(chs, world, await PictureAsync(30, 30));
        var stale = (await chs.SendAsync(world.Researcher, new SetStudyImage(world.Study.Uuid, null, 1))).Error!;
        Assert.Equal((ErrorKind.Stale, study.Version), (stale.Kind, stale.CurrentVersion));
    }

    static Task<StudyView> SetImageAsync(TestChs chs, World world, byte[] content) =>
        chs.AnswerAsync(world.Researcher, new SetStudyImage(world.Study.Uuid, content, null));

    static Task<byte[]> PictureAsync(int width, int height) => Some.Picture(width, height).ReadAsByteArrayAsync();
}
