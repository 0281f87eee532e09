using Chs.Application.Studies;
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
}
