using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Chs.Infrastructure.Tests.Persistence;

/// <summary>The database context on each database.</summary>
public class ChsDbContextTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_instants_to_the_microsecond_and_orders_them(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        DateTimeOffset[] instants =
        [
            Some.Moment.AddTicks(10),
            Some.Moment,
            Some.Moment.AddTicks(19),
            new(Some.Moment.AddSeconds(-1).DateTime, TimeSpan.FromHours(5)),
        ];
        await chs.WithAsync(async db =>
        {
            foreach (var at in instants)
                db.Audit.Add(AuditEntry.Of(null, "x", null, "{}", at));
            return await db.SaveChangesAsync(default);
        });
        var read = await chs.WithAsync(db =>
            db.Audit.Where(a => a.At >= instants[3]).OrderBy(a => a.At).Select(a => a.At).ToListAsync()
        );
        Assert.Equal(
            [
                instants[3].UtcTicks / 10,
                Some.Moment.UtcTicks / 10,
                (Some.Moment.UtcTicks / 10) + 1,
                (Some.Moment.UtcTicks / 10) + 1,
            ],
            read.Select(at => at.UtcTicks / 10)
        );
        Assert.All(read, at => Assert.Equal(TimeSpan.Zero, at.Offset));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Allows_an_address_once_however_it_is_written(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var failure = await Assert.ThrowsAsync<DbUpdateException>(() =>
            chs.WithAsync(db =>
            {
                db.Users.AddRange(Some.User("ada@x.org"), Some.User(" ADA@X.org "));
                return db.SaveChangesAsync(default);
            })
        );
        Assert.Equal("users.email", await chs.WithAsync(db => Task.FromResult(db.ViolatedUniqueColumns(failure))));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Names_the_columns_of_a_filtered_index_too(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var failure = await Assert.ThrowsAsync<DbUpdateException>(() =>
            chs.WithAsync(db =>
            {
                db.Responses.AddRange(Start(world), Start(world));
                return db.SaveChangesAsync(default);
            })
        );
        Assert.Equal(
            "responses.study_id,child_id,is_preview",
            await chs.WithAsync(db => Task.FromResult(db.ViolatedUniqueColumns(failure)))
        );
    }

    static Response Start(World world) =>
        Response.Start(world.Study, 1, world.Child.Id, world.Parent.Key, null, false, ["Eligible"], Some.Moment);

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_sets_of_sixty_languages(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        const ulong all = (1UL << 60) - 1;
        await chs.WithAsync(async db =>
        {
            db.Children.Add(
                Child
                    .Register(world.Parent.Key, Some.Profile("Poly") with { Languages = all }, Some.Moment, Some.Today)
                    .Value
            );
            return await db.SaveChangesAsync(default);
        });
        Assert.Equal(
            all,
            await chs.WithAsync(db =>
                db.Children.Where(c => c.GivenName == "Poly").Select(c => c.Languages).SingleAsync()
            )
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_the_second_of_two_changes_to_one_version(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() =>
            chs.WithServicesAsync(async first =>
            {
                var mine = first.GetRequiredService<IChsDb>();
                var child = await mine.Children.SingleAsync(c => c.Id == world.Child.Id);
                await chs.WithAsync(async db =>
                {
                    (await db.Children.SingleAsync(c => c.Id == world.Child.Id)).Delete();
                    return await db.SaveChangesAsync(default);
                });
                child.Delete();
                await mine.SaveChangesAsync(default);
            })
        );
    }
}
