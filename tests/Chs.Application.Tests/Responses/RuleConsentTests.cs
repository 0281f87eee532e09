using Chs.Application.Access;
using Chs.Application.Responses;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Responses;

public class RuleConsentTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_session_that_has_not_reached_the_consent(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var rule = new RuleConsent(world.Study.Uuid, await chs.StartAsync(world), Ruling.Accepted, "");
        await chs.RefusesAsync(world.Researcher, rule, "response.no_consent");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_whose_responses_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartWithConsentAsync(world);
        var rule = new RuleConsent(world.Study.Uuid, response, Ruling.Rejected, "");
        foreach (var actor in (Actor[])[world.Outsider, world.OtherParent, world.Parent])
            await chs.RefusesAsync(actor, rule, "study.not_found");
    }
}
