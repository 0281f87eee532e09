using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class AuthenticateTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_token_after_its_last_day(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var token = await CreateTokenAsync(chs, days: 2);
        chs.Time.Advance(TimeSpan.FromDays(2) + TimeSpan.FromMinutes(1));
        await chs.RefusesAsync(null, token, "access.unauthenticated");
    }

    /// <summary>The last use is recorded once a minute, not at every request.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Says_once_a_minute_that_the_last_use_is_outdated(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var token = await CreateTokenAsync(chs, days: 2);
        var first = await chs.AnswerAsync(null, token);
        Assert.True(first.IsLastUseOutdated);
        await chs.SendAsync(null, new RecordCredentialUse(first.Credential));
        Assert.False((await chs.AnswerAsync(null, token)).IsLastUseOutdated);
        chs.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await chs.AnswerAsync(null, token)).IsLastUseOutdated);
    }

    /// <summary>A request that authenticates the bearer of a new token of the parent.</summary>
    static async Task<Authenticate> CreateTokenAsync(TestChs chs, int days)
    {
        var world = await World.MakeAsync(chs);
        var made = await chs.AnswerAsync(world.Parent, new CreateToken("script", days));
        return new Authenticate(made.Key!, CredentialKind.ApiToken);
    }
}
