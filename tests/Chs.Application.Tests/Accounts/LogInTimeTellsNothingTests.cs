using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Identity;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

/// <summary>
/// Whoever measures how long a refusal takes learns nothing: each costs as many iterations of the same algorithms.
/// </summary>
public class LogInTimeTellsNothingTests
{
    const string Password = "correct horse";

    const int Costliest = 3000;

    /// <summary>Django's of "correct horse". Other software has made it.</summary>
    const string Imported = "pbkdf2_sha256$1000$salt$boRToEKoQr22LeDTyHDsEkHpDsDOTyWJq16HknEiweU=";

    static readonly Dictionary<string, string> Hashes = new()
    {
        ["imported"] = Imported,
        ["imported-costliest"] = $"pbkdf2_sha256${Costliest}$salt$boRToEKoQr22LeDTyHDsEkHpDsDOTyWJq16HknEiweU=",
        ["imported-too-costly"] = "pbkdf2_sha256$2000001$salt$boRToEKoQr22LeDTyHDsEkHpDsDOTyWJq16HknEiweU=",
        ["imported-damaged"] = "pbkdf2_sha256$1000$salt$boRToEKoQr22",
        ["imported-of-another-kind"] = "argon2$argon2id$v=19$m=102400,t=2,p=8$c2FsdA$aGFzaA",
        ["institution"] = User.NoPassword,
        ["unusable"] = "!aRandomSuffixAsDjangoMakesIt",
    };

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_refusal_costs_what_the_costliest_hash_of_the_site_costs(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on, realPasswords: true);
        await AddAccountsAsync(chs);
        string[] refused = ["nobody", "own", "own-closed", .. Hashes.Keys];
        var expected = new HashCost(OwnPassword.Iterations, Costliest);
        foreach (var account in refused)
        {
            Assert.Equal((account, expected), (account, await CostAsync(chs, account, "not it at all")));
            Assert.Equal((account, expected), (account, await CostOfProgramAsync(chs, account, "not it at all")));
        }
    }

    /// <summary>The right password opens none of these, so nobody may learn that it is right.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task So_does_the_right_password_of_an_account_that_it_does_not_open(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on, realPasswords: true);
        await AddAccountsAsync(chs);
        var expected = new HashCost(OwnPassword.Iterations, Costliest);
        Assert.Equal(expected, await CostAsync(chs, "own-closed", Password));
        Assert.Equal(expected, await CostAsync(chs, "imported-too-costly", Password));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_site_without_imported_hashes_pays_for_none(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on, realPasswords: true);
        await AddOwnAsync(chs, "own");
        var expected = new HashCost(OwnPassword.Iterations, 0);
        foreach (var account in (string[])["nobody", "own"])
            Assert.Equal(expected, await CostAsync(chs, account, "not it at all"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_hash_that_comes_while_the_site_is_open_counts_after_an_hour_at_the_latest(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on, realPasswords: true);
        await CostAsync(chs, "nobody", "not it at all");
        await AddAccountsAsync(chs);
        chs.Time.Advance(TimeSpan.FromHours(1));
        var expected = new HashCost(OwnPassword.Iterations, Costliest);
        Assert.Equal(expected, await CostAsync(chs, "nobody", "not it at all"));
    }

    /// <summary>A log-in that succeeds shows anyway that there is the account.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task An_imported_password_opens_its_account_and_is_made_anew(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on, realPasswords: true);
        await AddAccountsAsync(chs);
        await chs.SucceedsAsync(null, new LogIn(AddressOf("imported"), Password));
        var hash = await chs.WithAsync(db =>
            db.Users.Where(u => u.Email == AddressOf("imported")).Select(u => u.PasswordHash).SingleAsync()
        );
        Assert.True(OwnPassword.Is(hash));
        await chs.SucceedsAsync(null, new LogIn(AddressOf("imported"), Password));
    }

    /// <summary>The request for a new password writes the same rows, by as many statements.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_forgotten_password_takes_as_many_statements_with_an_account_as_without(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await AddAccountsAsync(chs);
        await AssertTakesAsManyStatementsAsync(chs, account => new AskForPassword(AddressOf(account)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_refused_log_in_takes_as_many_statements_with_an_account_as_without(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await AddAccountsAsync(chs);
        await AssertTakesAsManyStatementsAsync(chs, account => new LogIn(AddressOf(account), "not it at all"));
        await AssertTakesAsManyStatementsAsync(
            chs,
            account => new CreateSessionKey(AddressOf(account), "not it at all", null)
        );
    }

    static async Task AssertTakesAsManyStatementsAsync<T>(TestChs chs, Func<string, IRequest<T>> request)
    {
        var statements = new List<int>();
        foreach (var account in (string[])["nobody", "own", "own-closed", "imported", "institution"])
        {
            var before = chs.Statements;
            await chs.SendAsync(null, request(account));
            statements.Add(chs.Statements - before);
        }

        Assert.Single(statements.Distinct());
    }

    static string AddressOf(string account) => $"{account}@test.chs";

    /// <summary>What a log-in costs that is refused.</summary>
    static async Task<HashCost> CostAsync(TestChs chs, string account, string password)
    {
        var passwords = (Passwords)chs.Get<IPasswords>();
        var before = passwords.Spent;
        await chs.RefusesAsync(null, new LogIn(AddressOf(account), password), "account.wrong_credentials");
        return before.To(passwords.Spent);
    }

    static async Task<HashCost> CostOfProgramAsync(TestChs chs, string account, string password)
    {
        var passwords = (Passwords)chs.Get<IPasswords>();
        var before = passwords.Spent;
        var logIn = new CreateSessionKey(AddressOf(account), password, Code: null);
        await chs.RefusesAsync(null, logIn, "account.wrong_credentials");
        return before.To(passwords.Spent);
    }

    static async Task AddAccountsAsync(TestChs chs)
    {
        await AddOwnAsync(chs, "own");
        await AddOwnAsync(chs, "own-closed");
        await chs.WithAsync(db =>
            db.Users.Where(u => u.Email == AddressOf("own-closed"))
                .ExecuteUpdateAsync(set => set.SetProperty(u => u.IsActive, false))
        );
        foreach (var (account, hash) in Hashes)
            await AddAsync(chs, account, hash);
    }

    static Task<int> AddOwnAsync(TestChs chs, string account) => AddAsync(chs, account, OwnPassword.Hash(Password));

    static Task<int> AddAsync(TestChs chs, string account, string hash) =>
        chs.WithAsync(async db =>
        {
            db.Users.Add(User.SignUp(AddressOf(account), hash, new PersonName("A", "B", ""), false, Some.Moment));
            return await db.SaveChangesAsync(CancellationToken.None);
        });
}
