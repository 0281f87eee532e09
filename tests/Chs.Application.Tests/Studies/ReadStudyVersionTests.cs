using Chs.Application.Site;
using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class ReadStudyVersionTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_the_protocol_as_it_was_saved(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await chs.MakeWorldWithFourVersionsAsync();
        var second = await chs.AnswerAsync(world.Researcher, new ReadStudyVersion(world.Study.Uuid, 2));
        Assert.Equal("a\nb\nc", second.Experiment);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lists_the_hosts_that_are_new_since_the_approval(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        await chs.UpdateStudyAsync(world, new StudyInput { Experiment = "'https://a.example/1'" });
        await NamesAsync(chs, world, 2, ["a.example"], ["a.example"]);

        await chs.MoveStudyAsync(world, StudyTrigger.Submit, StudyTrigger.Approve);
        await chs.UpdateStudyAsync(world, new StudyInput { Experiment = "'https://a.example', 'https://b.example'" });
        await NamesAsync(chs, world, 3, ["a.example", "b.example"], ["b.example"]);
        await NamesAsync(chs, world, 2, ["a.example"], []);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_out_the_host_of_the_site_itself(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created);
        var own = chs.Get<SiteAddress>().Root;
        await chs.UpdateStudyAsync(world, new StudyInput { Experiment = $"'{own}media/1.png', 'https://a.example'" });
        await NamesAsync(chs, world, 2, ["a.example"], ["a.example"]);
    }

    static async Task NamesAsync(TestChs chs, World world, int number, string[] hosts, string[] newHosts)
    {
        var version = await chs.AnswerAsync(world.Reviewer, new ReadStudyVersion(world.Study.Uuid, number));
        Assert.Equal(hosts, version.ExternalHosts);
        Assert.Equal(newHosts, version.NewExternalHosts);
    }
}
