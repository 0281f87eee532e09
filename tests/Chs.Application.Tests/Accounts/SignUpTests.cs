using Chs.Application.Accounts;
using Chs.Application.Importing;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class SignUpTests
{
    static readonly SignUp Researcher = new("a@uni.example", LogIns.Password, "Ada", "Example", "", true);

    [Theory, OnSqlite, OnPostgres]
    public async Task Asks_researchers_for_a_longer_password(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.FindsFaultAsync(null, Researcher with { Password = "fifteen letters" }, "too_short");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Asks_researchers_for_both_names(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var withoutName = Researcher with { GivenName = "", FamilyName = "" };
        await chs.FindsFaultsAsync(null, withoutName, "required", "required");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Gives_researchers_a_role_in_the_default_labs(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await chs.SendAsync(null, new SeedDemo());
        var made = await chs.SignUpAsync(Researcher);
        Assert.Equal(DefaultLabRoles.All, await chs.LabRolesAsync(made));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_the_account_that_has_the_address_alone_and_tells_its_owner(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var first = await chs.SignUpAsync(Researcher);
        var again = Researcher with { Email = " A@Uni.example", Password = "another password of theirs" };
        Assert.Equal(
            await chs.AnswerAsync(null, Researcher with { Email = "b@uni.example" }),
            await chs.AnswerAsync(null, again)
        );
        Assert.Equal(first, await chs.SignUpAsync(Researcher));
        await chs.LogInAsync("a@uni.example");
        await chs.RefusesLogInAsync("a@uni.example", "another password of theirs");
        var told = await chs.WithAsync(db =>
            db.Outbox.Where(m => m.Kind == nameof(EmailAddressWanted)).Select(m => m.Body).ToListAsync()
        );
        Assert.Equal(2, told.Count);
        Assert.All(told, body => Assert.Contains($"{first}", body));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_at_once_are_answered_alike(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var both = await Task.WhenAll(chs.SendAsync(null, Researcher), chs.SendAsync(null, Researcher));
        Assert.All(both, answer => Assert.Null(answer.Error));
        Assert.Equal(1, await chs.WithAsync(db => db.Users.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lets_nobody_in_before_the_address_is_confirmed_where_mail_is_sent(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on, logInAtOnce: false);
        var made = await chs.SignUpAsync(Researcher);
        await chs.RefusesLogInAsync("a@uni.example");
        await chs.SucceedsAsync(null, new ConfirmEmail(await chs.ConfirmationTokenAsync(made), LogIns.Password));
        await chs.LogInAsync("a@uni.example");
    }
}
