using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Accounts;

public class AdmitResearcherTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Makes_a_researcher_of_a_parent(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var editor = await chs.AddStaffAsync("editor", SiteRight.ViewUsers | SiteRight.EditUsers);
        var admitted = await chs.AnswerAsync(editor, new AdmitResearcher(world.Parent.Id));
        Assert.True(admitted.Account.IsResearcher);
    }
}
