using Chs.Application.Accounts;
using Chs.Application.Auditing;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Auditing;

public class SealAuditTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Seals_every_entry_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await World.MakeAsync(chs);
        Assert.InRange(await chs.AnswerAsync(null, new SealAudit()), 5, 100);
        Assert.Equal(0, await chs.AnswerAsync(null, new SealAudit()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Makes_one_chain_when_several_seal_at_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await World.MakeAsync(chs);
        for (var i = 0; i < 5; i++)
        {
            await chs.SendAsync(null, new LogIn("x@test.chs", "not the password"));
            await Task.WhenAll(
                Enumerable.Range(0, 6).Select(_ => Task.Run(() => chs.SendAsync(null, new SealAudit())))
            );
        }

        await chs.SendAsync(null, new SealAudit());
        var verified = await chs.AnswerAsync(null, new VerifyAudit(null));
        Assert.Equal((null, 0), (verified.Fault, verified.Unsealed));
    }
}
