using Chs.Application.Labs;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>How labs are created and approved.</summary>
public class Labs_
{
    static LabInput Input(string name) =>
        new()
        {
            Name = name,
            Institution = "Uni",
            PrincipalInvestigator = "PI",
            ContactEmail = $"{name}@x.org".ToLowerInvariant(),
        };

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_made_by_researchers_and_approved_by_reviewers_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(world.Parent, new CreateLab(Input("Mine")), "access.forbidden");
        var lab = await chs.AnswerAsync(world.Outsider, new CreateLab(Input("Mine")));
        Assert.Equal((Domain.Labs.LabRole.Admin, false), (lab.YourRole, lab.IsApproved));
        await chs.RefusesAsync(world.Outsider, new ApproveLab(lab.Id, null), "access.forbidden");
        await chs.RefusesAsync(world.Researcher, new ReadLab(lab.Id), "lab.not_found");
        Assert.DoesNotContain(
            (await chs.AnswerAsync(world.Researcher, new ListLabs())).Items,
            item => item.Id == lab.Id
        );
        Assert.True((await chs.AnswerAsync(world.Reviewer, new ApproveLab(lab.Id, null))).IsApproved);
        Assert.Contains((await chs.AnswerAsync(null, new ListLabs())).Items, item => item.Id == lab.Id);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Have_names_and_addresses_of_their_own_also_when_made_at_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(i =>
                    chs.SendAsync(world.Outsider, new CreateLab(Input("Mine") with { ContactEmail = $"{i}@x.org" }))
                )
        );
        Assert.Single(made, outcome => !outcome.Failed);
        Assert.All(made.Where(o => o.Failed), o => Assert.Equal("lab.name_taken", o.Error!.Code));
        await chs.RefusesAsync(
            world.Outsider,
            new CreateLab(Input("Other") with { ContactEmail = "LAB@test.chs" }),
            "lab.contact_email_taken"
        );
        Assert.Equal(2, await chs.WithAsync(db => db.LabMemberships.CountAsync()));
    }
}
