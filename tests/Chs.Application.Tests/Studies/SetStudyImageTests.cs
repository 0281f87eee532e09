using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class SetStudyImageTests
{
    static readonly byte[] Script = "<script>alert(1)</script>"u8.ToArray();

    [Theory, OnSqlite, OnPostgres]
    public async Task Sends_an_active_study_back_to_review(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var study = await SetImageAsync(chs, await World.MakeAsync(chs), await PictureAsync());
        Assert.Equal(StudyState.SentBack, study.State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Encodes_the_picture_anew_without_what_follows_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        byte[] polyglot = [.. await PictureAsync(), .. Script];
        var study = await SetImageAsync(chs, await World.MakeAsync(chs), polyglot);
        await using var stored = await chs.Get<IObjectStore>().OpenAsync(study.Image![1..], null, default);
        using var bytes = new MemoryStream();
        await stored!.CopyToAsync(bytes);
        Assert.Equal(-1, bytes.ToArray().AsSpan().IndexOf(Script));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_stale_version_and_names_the_newest(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await SetImageAsync(chs, world, await PictureAsync());
        var remove = new SetStudyImage(world.Study.Uuid, null, 1);
        var error = await chs.RefusesAsync(world.Researcher, remove, "version.stale");
        Assert.Equal(study.Version, error.CurrentVersion);
    }

    static Task<StudyView> SetImageAsync(TestChs chs, World world, byte[] content) =>
        chs.AnswerAsync(world.Researcher, new SetStudyImage(world.Study.Uuid, content, null));

    static Task<byte[]> PictureAsync() => Some.Picture(30, 30).ReadAsByteArrayAsync();
}
