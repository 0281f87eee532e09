using Chs.Application.Access;
using Chs.Application.Responses;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Responses;

/// <summary>One response, in the contracts for front ends and for scripts.</summary>
public class ReadResponseTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_a_response_until_its_consent_is_accepted(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.SavesAsync(world, response, Some.Trials(2), new ResponseFlags { CompletedConsentFrame = true });
        var read = new ReadResponse(world.Study.Uuid, response);
        await chs.RefusesAsync(world.Researcher, read, "response.not_found");
        await chs.RefusesAsync(world.Researcher, new ReadSession(response), "response.not_found");
        await chs.RefusesAsync(world.Researcher, new ListPastSessions(response), "response.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_whose_responses_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var read = new ReadResponse(world.Study.Uuid, await chs.StartWithConsentAsync(world));
        foreach (var actor in (Actor[])[world.Outsider, world.OtherParent, world.Parent])
            await chs.RefusesAsync(actor, read, "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_sessions_of_other_families(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartWithConsentAsync(world);
        await chs.RefusesAsync(world.OtherParent, new ReadSession(response), "response.not_found");
        await chs.RefusesAsync(world.OtherParent, new ListPastSessions(response), "response.not_found");
    }
}
