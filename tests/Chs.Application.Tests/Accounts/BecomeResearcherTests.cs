using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Importing;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class BecomeResearcherTests
{
    const string ParentsPassword = "ten letters";
    const string LongPassword = "eight blue bottles on a wall";

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_password_that_is_long_enough_for_parents_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var parent = await ParentAsync(chs);
        await chs.FindsFaultAsync(parent, Become(ParentsPassword), "too_short");
        Assert.Empty(await chs.LabRolesAsync(parent.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_wrong_password(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var parent = await ParentWithLongPasswordAsync(chs);
        await chs.RefusesAsync(parent, Become(ParentsPassword), "account.wrong_password");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Gives_the_researcher_a_role_in_the_default_labs(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var parent = await ParentWithLongPasswordAsync(chs);
        Assert.True((await chs.AnswerAsync(parent, Become(LongPassword))).IsResearcher);
        Assert.Equal(DefaultLabRoles.All, await chs.LabRolesAsync(parent.Id));
    }

    static BecomeResearcher Become(string password) => new(password, "Pat", "Example");

    static async Task<Actor> ParentAsync(TestChs chs)
    {
        await chs.SendAsync(null, new SeedDemo());
        var signUp = new SignUp("p@family.example", ParentsPassword, "", "", "", false);
        return await chs.ActorAsync(await chs.SignUpAsync(signUp));
    }

    static async Task<Actor> ParentWithLongPasswordAsync(TestChs chs)
    {
        var parent = await ParentAsync(chs);
        await chs.SucceedsAsync(parent, new ChangePassword(ParentsPassword, LongPassword, null));
        return parent;
    }
}
