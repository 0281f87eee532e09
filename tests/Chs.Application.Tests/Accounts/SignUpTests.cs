using Chs.Application.Accounts;
using Chs.Application.Importing;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
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
        var made = await chs.AnswerAsync(null, Researcher);
        Assert.Equal(DefaultLabRoles.All, await chs.LabRolesAsync(made.Id));
    }
}
