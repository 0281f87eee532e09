using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class DiscardDraftTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Makes_the_live_protocol_the_draft_again_and_ends_the_proposal(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SaveAndProposeAsync(world, "2");
        var discarded = await chs.AnswerAsync(world.Researcher, new DiscardDraft(world.Study.Uuid, null));
        Assert.Equal(
            ("1", 3, (int?)null, StudyState.Active),
            (discarded.Experiment, discarded.DraftVersion, discarded.ProposedVersion, discarded.State)
        );
    }
}
