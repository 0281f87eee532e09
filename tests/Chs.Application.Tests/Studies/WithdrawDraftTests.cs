using Chs.Application.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class WithdrawDraftTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Takes_the_proposal_back_until_it_is_made_again(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SaveAndProposeAsync(world, "2");
        var withdrawn = await chs.AnswerAsync(world.Researcher, new WithdrawDraft(world.Study.Uuid, null));
        Assert.Null(withdrawn.ProposedVersion);
        Assert.Equal(2, (await chs.ProposeAsync(world)).ProposedVersion);
    }
}
