using System.Text;
using Chs.Application.Ports;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Chs.Infrastructure.Tests.Persistence;

/// <summary>What <see cref="ISessionLog"/> promises, on each database.</summary>
public class SessionLogTests
{
    /// <summary>The append of the last of <paramref name="count"/> trials.</summary>
    static TrialAppend Append(World world, Guid response, int count)
    {
        var data = Some.Data(Some.Trials(count));
        return new TrialAppend(
            response,
            world.Parent.Key,
            count - 1,
            data.RunningDigest(count - 1),
            data.RunningDigest(count),
            data.ContentOf(count - 1),
            Some.Moment
        );
    }

    static async Task<SessionHeader?> TryAsync(TestChs chs, TrialAppend append)
    {
        SessionHeader? header = null;
        await chs.WithServicesAsync(async services =>
        {
            var log = services.GetRequiredService<ISessionLog>();
            header = await log.TryAppendAsync(append, default);
        });
        return header;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Appends_a_trial_when_everything_is_as_expected(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        var before = await chs.WithAsync(db => db.Responses.AsNoTracking().SingleAsync());
        var header = await TryAsync(chs, Append(world, response, 1));

        Assert.Equal(
            (response, world.Study.Uuid, world.Child.Uuid, "jspsych", "{}"),
            (header!.Id, header.StudyId, header.ChildId, header.RecordingMethod, header.Conditions)
        );
        Assert.Equal(["Eligible"], header.Eligibility);
        var after = await chs.WithAsync(db => db.Responses.AsNoTracking().SingleAsync());
        Assert.Equal((1, before.Version + 1), (after.EntryCount, after.Version));
        var entry = await chs.WithAsync(db => db.ResponseEntries.AsNoTracking().SingleAsync());
        Assert.Equal(
            ("""{"trial_index":0,"trial_type":"t","rt":0}""", "0-t", 0),
            (Encoding.UTF8.GetString(entry.Payload), entry.Label, entry.Ordinal)
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Changes_nothing_when_anything_is_not_as_expected(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        var right = Append(world, response, 1);
        await IsRefusedAsync(right with { Participant = world.OtherParent.Key });
        await IsRefusedAsync(right with { Response = Guid.NewGuid() });
        await IsRefusedAsync(right with { Count = 1 });
        await IsRefusedAsync(right with { DigestBefore = new byte[16] });
        await IsRefusedAsync(Append(world, response, 2));
        Assert.Equal(0, await chs.WithAsync(db => db.ResponseEntries.CountAsync()));
        Assert.Equal(0, await chs.WithAsync(db => db.Responses.Select(r => r.EntryCount).SingleAsync()));

        async Task IsRefusedAsync(TrialAppend wrong) => Assert.Null(await TryAsync(chs, wrong));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lets_one_of_many_equal_appends_through(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        var headers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TryAsync(chs, Append(world, response, 1))));
        Assert.Single(headers, header => header is not null);
        Assert.Equal(1, await chs.WithAsync(db => db.ResponseEntries.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Locks_a_response_until_the_transaction_ends(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        Task<SessionHeader?>? append = null;
        await chs.WithServicesAsync(async services =>
        {
            await using var transaction = await services.GetRequiredService<IChsDb>().BeginTransactionAsync(default);
            Assert.NotNull(await services.GetRequiredService<ISessionLog>().LockAsync(response, default));
            append = Task.Run(() => TryAsync(chs, Append(world, response, 1)));
            Assert.NotSame(append, await Task.WhenAny(append, Task.Delay(300)));
        });
        Assert.NotNull(await append!);
    }
}
