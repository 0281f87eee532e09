using Chs.Application.Accounts;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class EnrolSecondFactorTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_the_secret_as_a_picture_and_as_an_address(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var enrolled = await chs.AnswerAsync(world.Researcher, new EnrolSecondFactor(LogIns.Password));
        Assert.Contains("<svg", enrolled.Picture);
        Assert.Contains(enrolled.Secret, enrolled.Address);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Asks_for_no_code_before_the_second_factor_is_active(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.SucceedsAsync(world.Researcher, new EnrolSecondFactor(LogIns.Password));
        var opened = await chs.AnswerAsync(null, new LogIn("researcher@test.chs", LogIns.Password));
        Assert.False(opened.NeedsCode);
    }

    /// <summary>Whoever finds an open browser would lock its owner out with a factor of their own.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_who_does_not_know_the_password_and_counts_the_guesses(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        foreach (var wrong in (string?[])[null, "", "not it", "!", "not it at all"])
            await chs.RefusesAsync(world.Researcher, new EnrolSecondFactor(wrong), "account.wrong_password");
        var right = new EnrolSecondFactor(LogIns.Password);
        await chs.RefusesAsync(world.Researcher, right, "account.too_many_attempts");
        Assert.Equal(0, await chs.WithAsync(db => db.SecondFactors.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Needs_a_recent_log_in_where_there_is_no_password_and_says_so_where_the_site_demands_a_factor(
        DatabaseProvider on
    )
    {
        await using var chs = await TestChs.StartAsync(on, secondFactor: SecondFactorRule.Researchers);
        var ada = new ExternalPerson("https://login.uni.example", "ada", "ada@uni.example", true, "A", "B", false);
        var session = (await chs.AnswerAsync(null, new LogInExternally(ada))).Secret;
        await chs.WithAsync(async db =>
        {
            var user = await db.Users.SingleAsync();
            user.BecomeResearcher(new Deed(user.Uuid, user.Id, Some.Moment));
            return await db.SaveChangesAsync(default);
        });
        var authenticated = await chs.AnswerAsync(null, new Authenticate(session, CredentialKind.Session));
        var actor = authenticated.Actor;
        Assert.True(actor.LacksSecondFactor);
        await chs.SucceedsAsync(actor, new EnrolSecondFactor(null));
        chs.Time.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));
        foreach (var password in (string?[])[null, "!", "x"])
            await chs.RefusesAsync(actor, new EnrolSecondFactor(password), "account.log_in_again");
        // A play's key or another proof is no log-in.
        await chs.RefusesAsync(
            actor with
            {
                CredentialKey = null,
            },
            new EnrolSecondFactor(null),
            "account.log_in_again"
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_has_an_active_one(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var owner = await SecondFactorOwner.EnrolAsync(chs);
        await chs.RefusesAsync(owner.Actor, new EnrolSecondFactor(LogIns.Password), "account.second_factor_active");
    }
}
