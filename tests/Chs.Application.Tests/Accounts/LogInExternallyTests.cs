using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class LogInExternallyTests
{
    static readonly ExternalPerson Ada = new(
        "https://login.uni.example",
        "ada-1",
        "ada@uni.example",
        true,
        "Ada",
        "E",
        false
    );

    [Theory, OnSqlite, OnPostgres]
    public async Task Creates_account_link_and_session_in_one_transaction(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);

        var opened = await chs.AnswerAsync(null, new LogInExternally(Ada));

        var actor = await chs.AnswerAsync(null, new Authenticate(opened.Secret, CredentialKind.Session));
        var user = await chs.WithAsync(db => db.Users.SingleAsync());
        Assert.Equal((user.Uuid, user.Id), (actor.Actor.Id, actor.Actor.Key));
        Assert.Equal(user.Id, await chs.WithAsync(db => db.ExternalIdentities.Select(i => i.UserId).SingleAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Finds_the_account_again_by_its_link(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var first = await chs.AnswerAsync(null, new LogInExternally(Ada));

        var second = await chs.AnswerAsync(null, new LogInExternally(Ada with { Email = null }));

        Assert.Equal(first.Account.Id, second.Account.Id);
        Assert.Equal(1, await chs.WithAsync(db => db.ExternalIdentities.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_nothing_behind_when_the_address_is_not_vouched_for(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);

        await chs.RefusesAsync(
            null,
            new LogInExternally(Ada with { IsEmailVerified = false }),
            "account.address_not_vouched_for"
        );

        Assert.Equal(0, await chs.WithAsync(db => db.Users.CountAsync()));
    }
}
