using Chs.Application.Access;
using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class CompareStudyVersionsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_line_by_line_what_changed_since_the_approved_version(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var changes = await CompareAsync(chs, await chs.MakeWorldWithFourVersionsAsync(), 4, baseNumber: null);
        Assert.Equal((2, 4), (changes.BaseNumber, changes.Number));
        Assert.Equal(
            [(LineChange.Removed, "b"), (LineChange.Added, "B"), (LineChange.Added, "d")],
            Assert.Single(changes.Parts).Lines.Select(line => (line.Change, line.Text))
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Compares_with_any_other_version(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await chs.MakeWorldWithFourVersionsAsync();
        Assert.Single((await CompareAsync(chs, world, 4, baseNumber: 3)).Parts[0].Lines);
        Assert.Empty((await CompareAsync(chs, world, 4, baseNumber: 4)).Parts);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_version_that_does_not_exist(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var query = new CompareStudyVersions(world.Study.Uuid, 9, null);
        await chs.RefusesAsync(world.Reviewer, query, "version.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_that_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var query = new CompareStudyVersions(world.Study.Uuid, 1, null);
        foreach (var stranger in (Actor[])[world.Outsider, world.Parent])
            await chs.RefusesAsync(stranger, query, "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_only_what_changed_in_a_frame(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var input = new StudyInput { Name = "Frames", Structure = StructureWith("video") };
        var study = await chs.CreateStudyAsync(world, input, StudyType.Frameplayer);
        await chs.UpdateStudyAsync(world, new StudyInput { Structure = StructureWith("audio") }, study);
        var changes = await chs.AnswerAsync(world.Researcher, new CompareStudyVersions(study, 2, null));
        var part = Assert.Single(changes.Parts);
        Assert.Equal("structure", part.Part);
        Assert.Equal(["\"kind\": \"video\"", "\"kind\": \"audio\""], part.Lines.Select(line => line.Text.Trim()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_the_hosts_that_the_earlier_version_does_not_name(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SaveBesideLiveAsync(world, "'https://a.example'");
        await chs.SaveBesideLiveAsync(world, "'https://b.example', 'https://a.example'");
        var sinceApproval = await CompareAsync(chs, world, 3, baseNumber: null);
        Assert.Equal(["a.example", "b.example"], sinceApproval.ExternalHosts);
        Assert.Equal(["a.example", "b.example"], sinceApproval.NewExternalHosts);
        Assert.Equal(["b.example"], (await CompareAsync(chs, world, 3, baseNumber: 2)).NewExternalHosts);
        Assert.Empty((await CompareAsync(chs, world, 2, baseNumber: 3)).NewExternalHosts);
    }

    static Task<ProtocolChanges> CompareAsync(TestChs chs, World world, int number, int? baseNumber) =>
        chs.AnswerAsync(world.Reviewer, new CompareStudyVersions(world.Study.Uuid, number, baseNumber));

    static string StructureWith(string kind) =>
        $$$"""{"frames":{"a":{"kind":"text"},"b":{"kind":"{{{kind}}}"}},"sequence":["a","b"]}""";
}
