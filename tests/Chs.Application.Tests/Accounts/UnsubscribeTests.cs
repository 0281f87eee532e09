using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Chs.Application.Tests.Accounts;

/// <summary>The links with which families want no more mails, and the choice among them.</summary>
public class UnsubscribeTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_link_works_for_years_and_whatever_became_of_the_account(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var link = await LinkAsync(chs, world.Parent.Id);
        chs.Time.Advance(TimeSpan.FromDays(3000));
        await chs.WithAsync(db =>
            db.Users.Where(u => u.Id == world.Parent.Key)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(u => u.Email, "elsewhere@test.chs")
                        .SetProperty(u => u.PasswordHash, "another")
                        .SetProperty(u => u.IsActive, false)
                )
        );
        await chs.SucceedsAsync(null, new Unsubscribe(link));
        await chs.SucceedsAsync(null, new Unsubscribe(link));
        Assert.Equal(MailPreferences.None, (await chs.ReadUserAsync(world.Parent.Id)).Mail);
        Assert.Equal(MailPreferences.All, (await chs.ReadUserAsync(world.OtherParent.Id)).Mail);
    }

    [Theory, OnSqlite]
    public async Task Nothing_else_is_such_a_link_and_it_is_nothing_else(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var link = await LinkAsync(chs, world.Parent.Id);
        var password = await chs.PasswordTokenAsync(world.Parent.Id);
        string[] others = ["", "x", password, link[..^1], $"A{link[1..]}", world.Parent.Id.ToString("N")];
        foreach (var other in others.Where(other => other != link))
            Assert.True((await chs.SendAsync(null, new Unsubscribe(other))).Failed, other);
        Assert.Equal(MailPreferences.All, (await chs.ReadUserAsync(world.Parent.Id)).Mail);
        Assert.True((await chs.SendAsync(null, new ResetPassword(link, "eight green bottles"))).Failed);
        Assert.True((await chs.SendAsync(null, new ConfirmEmail(link, null))).Failed);
        Assert.DoesNotContain("parent", link, StringComparison.OrdinalIgnoreCase);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Families_choose_kind_by_kind(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var all = await chs.AnswerAsync(world.Parent, new ReadMailPreferences());
        Assert.Equal(Enum.GetValues<MailKind>(), all.Wanted);
        foreach (var kind in Enum.GetValues<MailKind>())
        {
            var chosen = await chs.AnswerAsync(world.Parent, new UpdateMailPreferences([kind, kind]));
            Assert.Equal([kind], chosen.Wanted);
            Assert.Equal([kind], (await chs.AnswerAsync(world.Parent, new ReadMailPreferences())).Wanted);
        }

        Assert.Contains("mail preferences changed", await AuditActionsAsync(chs));
    }

    static Task<List<string>> AuditActionsAsync(TestChs chs) =>
        chs.WithAsync(db => db.Audit.Select(entry => entry.Action).ToListAsync());

    static async Task<string> LinkAsync(TestChs chs, Guid account)
    {
        var link = "";
        await chs.WithServicesAsync(services =>
        {
            link = services.GetRequiredService<UnsubscribeLinks>().TokenOf(account);
            return Task.CompletedTask;
        });
        return link;
    }
}
