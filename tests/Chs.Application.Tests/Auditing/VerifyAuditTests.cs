using Chs.Application.Accounts;
using Chs.Application.Auditing;
using Chs.Domain.Auditing;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Auditing;

public class VerifyAuditTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Counts_entries_that_are_not_sealed_yet(DatabaseProvider on)
    {
        await using var chs = await StartSealedAsync(on);
        await chs.SendAsync(null, new LogIn("x@test.chs", "not the password"));
        var verified = await chs.AnswerAsync(null, new VerifyAudit(null));
        Assert.Equal((null, 1), (verified.Fault, verified.Unsealed));
    }

    /// <summary>Whoever wrote a digest down can later prove that nothing before it has changed.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Gives_the_digest_at_an_earlier_end_of_the_chain(DatabaseProvider on)
    {
        await using var chs = await StartSealedAsync(on);
        var before = await chs.AnswerAsync(null, new VerifyAudit(null));
        await chs.SendAsync(null, new LogIn("x@test.chs", "not the password"));
        await chs.SendAsync(null, new SealAudit());
        var verified = await chs.AnswerAsync(null, new VerifyAudit(before.Last));
        Assert.Equal(
            (null, before.Last + 1, before.Digest, 0),
            (verified.Fault, verified.Last, verified.ExpectedDigest, verified.Unsealed)
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Names_an_entry_that_was_changed(DatabaseProvider on)
    {
        await using var chs = await StartSealedAsync(on);
        await RenameSecondAsync(chs, action => action + "!");
        Assert.Equal("Entry 2 isn't as it was sealed.", await FaultAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Finds_no_fault_once_the_entry_is_as_it_was(DatabaseProvider on)
    {
        await using var chs = await StartSealedAsync(on);
        await RenameSecondAsync(chs, action => action + "!");
        await RenameSecondAsync(chs, action => action.TrimEnd('!'));
        Assert.Null(await FaultAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Names_an_entry_that_is_missing(DatabaseProvider on)
    {
        await using var chs = await StartSealedAsync(on);
        await chs.WithAsync(db => db.Audit.Where(entry => entry.ChainNumber == 3).ExecuteDeleteAsync());
        Assert.Equal("Entry 3 is missing.", await FaultAsync(chs));
    }

    static async Task<TestChs> StartSealedAsync(DatabaseProvider on)
    {
        var chs = await TestChs.StartAsync(on);
        await World.MakeAsync(chs);
        await chs.SendAsync(null, new SealAudit());
        return chs;
    }

    static async Task RenameSecondAsync(TestChs chs, Func<string, string> rename) =>
        await chs.WithAsync(async db =>
        {
            IQueryable<AuditEntry> second = db.Audit.Where(entry => entry.ChainNumber == 2);
            var renamed = rename(await second.Select(entry => entry.Action).SingleAsync());
            return await second.ExecuteUpdateAsync(set => set.SetProperty(entry => entry.Action, renamed));
        });

    static async Task<string?> FaultAsync(TestChs chs) => (await chs.AnswerAsync(null, new VerifyAudit(null))).Fault;
}
