using Chs.Application.Access;
using Chs.Application.Responses;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Responses;

public class ListResponsesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_out_responses_until_their_consent_is_accepted(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await SaveConsentAsync(chs, world);
        Assert.Empty(await chs.ItemsAsync(world.Researcher, new ListResponses { StudyId = world.Study.Uuid }));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_responses_whose_consent_awaits_a_ruling_when_they_are_asked_for(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await SaveConsentAsync(chs, world);
        var query = new ListResponses { StudyId = world.Study.Uuid, Consent = Ruling.Pending };
        Assert.Single(await chs.ItemsAsync(world.Researcher, query));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_whose_responses_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var query = new ListResponses { StudyId = world.Study.Uuid };
        foreach (var actor in (Actor[])[world.Outsider, world.OtherParent, world.Parent])
            await chs.RefusesAsync(actor, query, "study.not_found");
        // A reviewer can read the study, but not families' data.
        await chs.RefusesAsync(world.Reviewer, query, "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Goes_page_by_page_without_gaps_or_repetitions(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        List<Guid> newestFirst = [];
        for (var i = 0; i < 7; i++)
        {
            var response = await chs.StartAsync(world);
            // Without data the next start would continue this response.
            await chs.SavesAsync(world, response, Some.Trials(1));
            await chs.ConsentAsync(world, response);
            newestFirst.Insert(0, response);
        }

        var query = new ListResponses { StudyId = world.Study.Uuid, Limit = 3 };
        var seen = await chs.AllItemsAsync(world.Researcher, cursor => query with { Cursor = cursor });
        Assert.Equal(newestFirst, seen.Select(response => response.Id));
    }

    static async Task SaveConsentAsync(TestChs chs, World world)
    {
        var flags = new ResponseFlags { CompletedConsentFrame = true };
        await chs.SavesAsync(world, await chs.StartAsync(world), Some.Trials(2), flags);
    }
}
