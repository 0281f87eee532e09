using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Auditing;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain.Auditing;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>The audit log: what it holds, who may read it, and that tampering is detected.</summary>
public class Auditing_
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Holds_what_changed_who_read_and_who_failed_to_get_in(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.ConsentAsync(world, response);
        await chs.SendAsync(world.Researcher, new ReadResponse(world.Study.Uuid, response));
        await chs.SendAsync(world.Researcher, new MoveStudy(world.Study.Uuid, StudyTrigger.Pause, "", null));
        await chs.SendAsync(null, new LogIn("parent@test.chs", "not the password"));
        await chs.SendAsync(null, new LogIn("nobody@test.chs", "not the password"));
        var lines = (await chs.AnswerAsync(world.Reviewer, new ListAudit { Limit = 100 })).Items;
        AssertHolds("study moved", world.Researcher.Id, world.Study.Uuid);
        AssertHolds("read response", world.Researcher.Id, response);
        AssertHolds("log in refused", null, world.Parent.Id);
        AssertHolds("log in refused", null, null);
        Assert.DoesNotContain(lines, line => line.Details.GetRawText().Contains('@'));

        void AssertHolds(string action, Guid? actor, Guid? subject) =>
            Assert.Contains(lines, line => line.Action == action && line.Actor == actor && line.Subject == subject);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_filtered_by_subject_actor_and_time_and_hidden_from_others(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SendAsync(world.Researcher, new MoveStudy(world.Study.Uuid, StudyTrigger.Pause, "", null));
        Assert.All(
            (await chs.AnswerAsync(world.Researcher, new ListAudit { Subject = world.Study.Uuid })).Items,
            line => Assert.Equal(world.Study.Uuid, line.Subject)
        );
        Assert.All(
            (await chs.AnswerAsync(world.Reviewer, new ListAudit { Actor = world.Researcher.Id })).Items,
            line => Assert.Equal(world.Researcher.Id, line.Actor)
        );
        Assert.Empty((await chs.AnswerAsync(world.Reviewer, new ListAudit { From = Some.Moment.AddDays(1) })).Items);

        await chs.RefusesAsync(world.Researcher, new ListAudit(), "access.forbidden");
        foreach (var stranger in (Actor[])[world.Outsider, world.Parent])
            await chs.RefusesAsync(stranger, new ListAudit { Subject = world.Study.Uuid }, "study.not_found");
        await chs.RefusesAsync(world.Researcher, new ListAudit { Subject = world.Parent.Id }, "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_whatever_is_done_to_it(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await World.MakeAsync(chs);
        Assert.InRange(await chs.AnswerAsync(null, new SealAudit()), 5, 100);
        Assert.Equal(0, await chs.AnswerAsync(null, new SealAudit()));
        await chs.SendAsync(null, new LogIn("x@test.chs", "not the password"));
        var before = await chs.AnswerAsync(null, new VerifyAudit(null));
        Assert.Equal((null, 1), (before.Fault, before.Unsealed));
        await chs.SendAsync(null, new SealAudit());
        var verified = await chs.AnswerAsync(null, new VerifyAudit(before.Last));
        Assert.Equal(
            (null, before.Last + 1, before.Digest, 0),
            (verified.Fault, verified.Last, verified.ExpectedDigest, verified.Unsealed)
        );

        async Task<string?> FaultAfterAsync(Func<IQueryable<AuditEntry>, Task<int>> tamper)
        {
            await chs.WithAsync(db => tamper(db.Audit));
            return (await chs.AnswerAsync(null, new VerifyAudit(null))).Fault;
        }

        Assert.Equal(
            "Entry 2 isn't as it was sealed.",
            await FaultAfterAsync(all =>
                all.Where(e => e.ChainNumber == 2)
                    .ExecuteUpdateAsync(set => set.SetProperty(e => e.Action, e => e.Action + "!"))
            )
        );
        Assert.Null(
            await FaultAfterAsync(all =>
                all.Where(e => e.ChainNumber == 2)
                    .ExecuteUpdateAsync(set => set.SetProperty(e => e.Action, e => e.Action.Replace("!", "")))
            )
        );
        Assert.Equal(
            "Entry 3 is missing.",
            await FaultAfterAsync(all => all.Where(e => e.ChainNumber == 3).ExecuteDeleteAsync())
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_chained_by_one_of_many(DatabaseProvider on)
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
