using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Chs.Application.Accounts;
using Chs.Application.Importing;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Identity;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Chs.Infrastructure.Tests.Importing;

/// <summary>The import of a Lookit database: what it promises as a whole.</summary>
public class LookitImportTests
{
    const string Token = "0123456789abcdef0123456789abcdef01234567";

    [Theory, OnEachWithPostgres]
    public async Task Keeps_tokens_valid(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await LookitImports.ImportAsync(chs, await LookitImports.LookitAsync());
        var robin = await chs.SendAsync(null, new Authenticate(Token, CredentialKind.ApiToken));
        Assert.Equal(7, robin.Value.Actor.Key);
        Assert.True(await chs.WithAsync(db => db.Credentials.AllAsync(c => c.IsImported && !c.IsTwoFactor)));
        var wrong = await chs.SendAsync(null, new Authenticate(Token[..39] + "8", CredentialKind.ApiToken));
        Assert.True(wrong.Failed);
    }

    [Theory, OnEachWithPostgres]
    public async Task Stores_no_token(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await LookitImports.ImportAsync(chs, await LookitImports.LookitAsync());
        Assert.DoesNotContain(Token, JsonSerializer.Serialize(await chs.WithAsync(db => db.Credentials.ToListAsync())));
    }

    [Theory, OnEachWithPostgres]
    public async Task Seals_the_secrets_of_second_factors(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await LookitImports.ImportAsync(chs, await LookitImports.LookitAsync());
        await chs.WithServicesAsync(async services =>
        {
            var factor = await services.GetRequiredService<IChsDb>().SecondFactors.SingleAsync();
            Assert.Equal((7L, true), (factor.UserId, factor.IsActivated));
            Assert.DoesNotContain("JBSWY3DPEHPK3PXP", Encoding.Latin1.GetString(factor.SealedSecret));
            var seal = services.GetRequiredService<Seal>();
            var secret = seal.Unprotect(factor.SealedSecret, "second factor 7");
            Assert.Equal("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", secret);
            Assert.Throws<AuthenticationTagMismatchException>(() =>
                seal.Unprotect(factor.SealedSecret, "second factor 8")
            );
        });
    }

    [Theory, OnEachWithPostgres]
    public async Task Changes_nothing_the_second_time(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var lookit = await LookitImports.LookitAsync();
        await LookitImports.ImportAsync(chs, lookit);
        var before = await LookitImports.DumpAsync(chs);
        var again = await LookitImports.ImportAsync(chs, lookit);
        Assert.True(again.IsComplete);
        Assert.All(
            again.Entities,
            entity => Assert.Equal((0L, entity.InSource), (entity.Copied, entity.AlreadyPresent))
        );
        Assert.Equal(before, await LookitImports.DumpAsync(chs));
    }

    /// <summary>Keys of rows that CHS creates afterwards follow the largest imported one.</summary>
    [Theory, OnEachWithPostgres]
    public async Task Leaves_room_for_rows_that_CHS_creates(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var lookit = await LookitImports.LookitAsync();
        await LookitImports.ImportAsync(chs, lookit);
        var added = Some.User("new@x.example");
        await chs.WithAsync(async db =>
        {
            db.Users.Add(added);
            return await db.SaveChangesAsync(default);
        });
        Assert.True(added.Id > 9, $"{added.Id}");
        Assert.True((await LookitImports.ImportAsync(chs, lookit)).IsComplete);
    }

    /// <summary>Creates a Lookit database in which an account, two children, a response and a permission are faulty.</summary>
    static Task<string> FaultyLookitAsync() =>
        LookitImports.LookitAsync(
            """
            INSERT INTO accounts_user (id, uuid, username, password)
            VALUES (20, gen_random_uuid(), 'ADA@x.example', '!');
            INSERT INTO accounts_child (id, uuid, user_id, given_name, birthday, gender)
            VALUES (30, gen_random_uuid(), 8, 'Odd', '2020-01-01', 'x'),
                   (31, gen_random_uuid(), 20, 'Of the refused', '2020-01-01', 'm'),
                   (32, gen_random_uuid(), 8, 'Fine', '2020-01-01', 'm');
            INSERT INTO studies_response (id, uuid, study_id, study_type_id, child_id)
            VALUES (40, gen_random_uuid(), 4, 1, 31), (41, gen_random_uuid(), 4, 1, 32);
            INSERT INTO studies_studyuserobjectpermission VALUES (1, 4, 2, 8);
            """
        );

    [Theory, OnEachWithPostgres]
    public async Task Lists_every_row_that_it_refuses(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var report = await LookitImports.ImportAsync(chs, await FaultyLookitAsync());
        Assert.Equal(
            ["users 20", "children 30", "children 31", "responses 40", "permissions studies_studyuserobjectpermission"],
            report.Refused.Select(row => $"{row.Entity} {row.Key.Split('/')[0]}")
        );
        Assert.Equal(
            ["users", "children", "responses"],
            report.Entities.Where(entity => !entity.IsComplete).Select(entity => entity.Name)
        );
        Assert.False(report.IsComplete);
    }

    [Theory, OnEachWithPostgres]
    public async Task Says_why_it_refuses_a_row(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var report = await LookitImports.ImportAsync(chs, await FaultyLookitAsync());
        Assert.Contains("email", report.Refused[0].Reason);
        Assert.Contains("gender", report.Refused[1].Reason);
        Assert.Contains("ada@x.example", report.Refused[4].Reason);
        Assert.All(report.Refused, row => Assert.NotEqual("", row.Reason));
    }

    [Theory, OnEachWithPostgres]
    public async Task Takes_the_rest_when_it_refuses_rows(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await LookitImports.ImportAsync(chs, await FaultyLookitAsync());
        Assert.Equal(
            [5L, 32L],
            await chs.WithAsync(db => db.Children.OrderBy(c => c.Id).Select(c => c.Id).ToListAsync())
        );
        Assert.True(await chs.WithAsync(db => db.Responses.AnyAsync(r => r.Id == 41)));
    }

    [Theory, OnEachWithPostgres]
    public async Task Goes_on_after_an_interruption(DatabaseProvider on)
    {
        var lookit = await LookitDatabase.NewAsync();
        await LookitDatabase.FillAsync(lookit, 700, 5);
        await using var chs = await TestChs.StartAsync(on);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            LookitImports.ImportAsync(
                chs,
                lookit,
                progress =>
                {
                    if (progress is { Entity: "responses", Done: >= 300 })
                        stop.Cancel();
                },
                stop.Token
            )
        );
        Assert.Equal(300, await chs.WithAsync(db => db.Responses.CountAsync()));

        var report = await LookitImports.ImportAsync(chs, lookit);
        Assert.True(report.IsComplete);
        var responses = report.Entities.Single(entity => entity.Name == "responses");
        Assert.Equal((400L, 300L), (responses.Copied, responses.AlreadyPresent));
        Assert.Equal(3500, await chs.WithAsync(db => db.ResponseEntries.CountAsync()));
    }

    [Theory, OnEachWithPostgres]
    public async Task Sees_one_moment_of_a_database_that_is_in_use(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var lookit = await LookitImports.LookitAsync();
        const string lateChild = """
            INSERT INTO accounts_child (id, uuid, user_id, given_name, birthday)
            VALUES (99, gen_random_uuid(), 8, 'Late', '2020-01-01')
            """;
        var report = await LookitImports.ImportAsync(
            chs,
            lookit,
            progress =>
            {
                if (progress.Entity == "users")
                    LookitDatabase.ExecuteAsync(lookit, lateChild).GetAwaiter().GetResult();
            }
        );
        Assert.True(report.IsComplete);
        Assert.False(await chs.WithAsync(db => db.Children.AnyAsync(c => c.Id == 99)));
    }

    [Theory, OnEachWithPostgres]
    public async Task Refuses_a_database_that_holds_other_people(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.SendAsync(null, new SeedDemo());
        var before = await LookitImports.DumpAsync(chs);
        var lookit = await LookitImports.LookitAsync();
        var refused = await Assert.ThrowsAsync<LookitImportException>(() => LookitImports.ImportAsync(chs, lookit));
        Assert.Contains("Chs__Demo", refused.Message);
        Assert.Equal(before, await LookitImports.DumpAsync(chs));
    }

    [Theory, OnPostgres]
    public async Task Says_when_the_source_is_no_Lookit_database(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var other = await TestDatabases.MakeEmptyPostgresAsync();
        Assert.Contains("accounts_user", await RefusalAsync(other));
        Assert.Contains("can't be opened", await RefusalAsync("Host=127.0.0.1;Port=1;Username=x;Database=x"));
        Assert.Contains("can't be opened", await RefusalAsync("nonsense"));

        async Task<string> RefusalAsync(string source)
        {
            var refused = await Assert.ThrowsAsync<LookitImportException>(() => LookitImports.ImportAsync(chs, source));
            return refused.Message;
        }
    }
}
