using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Chs.Infrastructure.Tests;

public class Persistence_
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
                for (var i = 0; i < 2; i++)
                    db.Responses.Add(
                        Response.Start(
                            world.Study,
                            1,
                            world.Child.Id,
                            world.Parent.Key,
                            null,
                            false,
                            ["Eligible"],
                            Some.Moment
                        )
                    );
                return db.SaveChangesAsync(default);
            })
        );
        Assert.Equal(
            "responses.study_id,child_id,is_preview",
            await chs.WithAsync(db => Task.FromResult(db.ViolatedUniqueColumns(failure)))
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_sets_of_sixty_languages(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        const ulong all = (1UL << 60) - 1;
        await chs.WithAsync(async db =>
        {
            db.Children.Add(
                Child.Register(world.Parent.Key, Some.Profile("Poly") with { Languages = all }, Some.Moment).Value
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

    /// <summary>A site that ran the version before keeps its reviewers and its rulings.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Brings_a_database_of_the_version_before_up(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.WithServicesAsync(async services =>
        {
            var database = services.GetRequiredService<ChsDbContext>().Database;
            await database.GetInfrastructure().GetRequiredService<IMigrator>().MigrateAsync("Feedback");
            var (yes, no, now, blob) =
                on is DatabaseProvider.Sqlite
                    ? ("1", "0", "'2026-01-01 00:00:00'", "X''")
                    : ("true", "false", "now()", "''::bytea");
            string User(int id, string staff) =>
                $"INSERT INTO users (id, uuid, email, password_hash, given_name, middle_name, family_name, nickname, is_active, is_researcher, is_staff, created_at, version) VALUES ({id}, '0000000{id}-0000-4000-8000-000000000000', '{id}@x.org', 'h', '', '', '', '', {yes}, {yes}, {staff}, {now}, 1);";
            var rows = $"""
                {User(1, yes)} {User(2, no)}
                INSERT INTO children (id, uuid, user_id, given_name, birthday, gender, gender_self_describe, additional_information, conditions, languages, is_deleted, version) VALUES (1, '10000000-0000-4000-8000-000000000000', 2, 'Mika', '2022-02-02', 4, '', '', 0, 0, {no}, 1);
                INSERT INTO studies (id, uuid, type, state, is_public, is_preview_shared, full_screen, is_built, salt, hash_digits, draft_number, created_at, modified_at, version, name, preview_summary, short_description, purpose, criteria, compensation, duration, contact_info, exit_url, min_age_years, min_age_months, min_age_days, max_age_years, max_age_months, max_age_days)
                VALUES (1, '20000000-0000-4000-8000-000000000000', 3, 'Active', {yes}, {no}, {yes}, {no}, '20000000-0000-4000-8000-000000000001', 6, 1, {now}, {now}, 1, 'S', '', '', '', '', '', '', '', '', 0, 0, 0, 18, 0, 0);
                INSERT INTO study_memberships VALUES (1, 1, 7);
                INSERT INTO responses (id, uuid, study_id, study_version, study_type, child_id, participant_id, is_preview, completed, completed_consent_frame, survey_consent, conditions, global_event_timings, eligibility, ruling, is_open, created_at, modified_at, shape, entry_count, entries_digest, version)
                VALUES (1, '30000000-0000-4000-8000-000000000000', 1, 1, 3, 1, 2, {no}, {no}, {no}, {no}, '', '', '', 1, {no}, {now}, {now}, 2, 0, {blob}, 1);
                INSERT INTO consent_rulings (id, response_id, ruling, comment, created_at) VALUES (1, 1, 2, '', {now}), (2, 1, 3, '', {now});
                """;
            await database.ExecuteSqlRawAsync(rows);
            await database.MigrateAsync();
        });

        var users = await chs.WithAsync(db => db.Users.OrderBy(u => u.Id).ToListAsync());
        Assert.Equal([Permissions.OfReviewers, SiteRights.None], users.Select(u => u.Rights));
        Assert.All(users, user => Assert.Equal(MailPreferences.All, user.Mail));
        var rulings = await chs.WithAsync(db => db.ConsentRulings.Select(r => r.Uuid).ToListAsync());
        Assert.Equal(2, rulings.Where(uuid => uuid != Guid.Empty).Distinct().Count());
        Assert.Equal(StudyRole.Admin, await chs.WithAsync(db => db.StudyMemberships.Select(m => m.Role).SingleAsync()));
        Assert.Equal(99, await chs.WithAsync(db => db.Studies.Select(s => s.Priority).SingleAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Has_a_migration_for_everything_in_the_model(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.WithServicesAsync(services =>
        {
            Assert.False(
                services.GetRequiredService<ChsDbContext>().Database.HasPendingModelChanges(),
                "Make one with ./dev migration <Name>"
            );
            return Task.CompletedTask;
        });
    }
}
