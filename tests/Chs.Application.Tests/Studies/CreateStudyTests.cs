using Chs.Application.Access;
using Chs.Application.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class CreateStudyTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_may_not_create_studies_in_the_lab(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new CreateStudy(world.Lab.Uuid, new StudyInput { Name = "x" });
        foreach (var actor in (Actor[])[world.Outsider, world.Parent, world.Reviewer])
            await chs.RefusesAsync(actor, request, "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_lab_that_does_not_exist(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new CreateStudy(Guid.NewGuid(), new StudyInput { Name = "x" });
        await chs.RefusesAsync(world.Researcher, request, "lab.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Needs_a_name(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new CreateStudy(world.Lab.Uuid, new StudyInput());
        await chs.RefusesAsync(world.Researcher, request, "request.invalid");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_the_fields_of_an_external_study_as_they_were_sent(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateExternalStudyAsync(world);
        var read = await chs.ReadStudyAsync(world, study);
        Assert.Equal(ExternalStudy.Arrangement, read.External);
        Assert.Equal((7, "2026-1", new DateOnly(2027, 6, 30)), (read.Priority, read.IrbNumber, read.IrbUntil));
        Assert.Equal([world.Study.Uuid], read.MustHaveParticipated);
        Assert.Empty(read.MustNotHaveParticipated);
    }

    /// <summary>As the reference stores them, because scripts read them.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Stores_platforms_by_their_full_name(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateExternalStudyAsync(world);
        var platform = await chs.WithAsync(db =>
            db.Studies.Where(s => s.Uuid == study).Select(s => s.Details.External.Platform).SingleAsync()
        );
        Assert.Equal("Mechanical Turk", platform);
    }
}
