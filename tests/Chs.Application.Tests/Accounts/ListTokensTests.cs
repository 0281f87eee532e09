using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class ListTokensTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Says_when_a_token_was_used_last(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var key = (await chs.AnswerAsync(world.Parent, new CreateToken("script", 2))).Key!;
        Assert.Null(await LastUseAsync(chs, world));
        var used = await chs.AnswerAsync(null, new Authenticate(key, CredentialKind.ApiToken));
        await chs.SendAsync(null, new RecordCredentialUse(used.Credential));
        Assert.Equal(chs.Time.GetUtcNow(), await LastUseAsync(chs, world));
    }

    static async Task<DateTimeOffset?> LastUseAsync(TestChs chs, World world) =>
        Assert.Single(await chs.ItemsAsync(world.Parent, new ListTokens())).LastUsedAt;
}
