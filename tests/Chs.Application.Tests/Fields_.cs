using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Application.Paging;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Labs;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>What can be said about studies and labs, and what is refused.</summary>
public class Fields_
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Of_an_external_study_come_back_as_they_were_said(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var said = new StudyInput
        {
            Name = "Elsewhere",
            ExternalUrl = "https://example.qualtrics.com/1",
            External = new ExternalInput
            {
                IsScheduled = true,
                Scheduling = SchedulingTool.Other,
                OtherScheduling = "By phone",
                Platform = StudyPlatform.MechanicalTurk,
            },
            Priority = 7,
            IrbNumber = "2026-1",
            IrbUntil = "2027-06-30",
            MustHaveParticipated = [world.Study.Uuid],
        };
        var made = await chs.AnswerAsync(world.Researcher, new CreateStudy(world.Lab.Uuid, said, StudyType.External));
        var read = await chs.AnswerAsync(world.Researcher, new ReadStudy(made.Id));
        Assert.Equal(said.External, read.External);
        Assert.Equal((7, "2026-1", new DateOnly(2027, 6, 30)), (read.Priority, read.IrbNumber, read.IrbUntil));
        Assert.Equal([world.Study.Uuid], read.MustHaveParticipated);
        Assert.Empty(read.MustNotHaveParticipated);
        Assert.Equal(
            "Mechanical Turk",
            await chs.WithAsync(db =>
                db.Studies.Where(s => s.Uuid == made.Id).Select(s => s.Details.External.Platform).SingleAsync()
            )
        );

        var changed = await chs.AnswerAsync(
            world.Researcher,
            new UpdateStudy(
                made.Id,
                new StudyInput
                {
                    IrbUntil = "",
                    MustHaveParticipated = [],
                    MustNotHaveParticipated = [world.Study.Uuid],
                },
                null
            )
        );
        Assert.Null(changed.IrbUntil);
        Assert.Empty(changed.MustHaveParticipated);
        Assert.Equal([world.Study.Uuid], changed.MustNotHaveParticipated);
        var copy = await chs.AnswerAsync(world.Researcher, new CloneStudy(made.Id, null));
        Assert.Equal([world.Study.Uuid], copy.MustNotHaveParticipated);
        Assert.Equal(said.External, copy.External);

        await chs.RefusesAsync(
            world.Researcher,
            new UpdateStudy(world.Study.Uuid, new StudyInput { External = new ExternalInput() }, null),
            "study.other_runner"
        );
        var mine = (await chs.AnswerAsync(world.Outsider, new ListStudies())).Items;
        Assert.Empty(mine);
        foreach (
            var (input, pointer, code) in (IEnumerable<(StudyInput, string, string)>)
                [
                    (new() { MustHaveParticipated = [Guid.NewGuid()] }, "/mustHaveParticipated/0", "unknown"),
                    (new() { MustNotHaveParticipated = [made.Id] }, "/mustNotHaveParticipated/0", "unknown"),
                    (new() { Priority = 100 }, "/priority", "out_of_range"),
                    (new() { IrbUntil = "30.6.2027" }, "/irbUntil", "not_a_date"),
                    (
                        new() { External = new ExternalInput { OtherScheduling = new string('x', 256) } },
                        "/external/otherScheduling",
                        "too_long"
                    ),
                ]
        )
        {
            var fault = await chs.FaultAsync(world.Researcher, new UpdateStudy(made.Id, input, null));
            Assert.Equal((pointer, code), (fault.Pointer, fault.Code));
        }
    }

    [Theory]
    [InlineData(
        "function generateProtocol(child, pastSessions) {\n  return { frames: {}, sequence: [ }\n}",
        "Line 2, column 36"
    )]
    [InlineData("let a = ;", "Line 1, column 9")]
    public async Task That_are_scripts_are_refused_with_the_place_of_the_fault(string script, string place)
    {
        await using var chs = await TestChs.StartAsync(DatabaseProvider.Sqlite);
        var world = await World.MakeAsync(chs);
        var made = await chs.AnswerAsync(
            world.Researcher,
            new CreateStudy(world.Lab.Uuid, new StudyInput { Name = "Frames" }, StudyType.Frameplayer)
        );
        var fault = await chs.FaultAsync(
            world.Researcher,
            new UpdateStudy(made.Id, new StudyInput { Generator = script }, null)
        );
        Assert.Equal(("/generator", "not_a_script"), (fault.Pointer, fault.Code));
        Assert.StartsWith(place, fault.Message, StringComparison.Ordinal);
        Assert.Equal(
            "not_a_script",
            (
                await chs.FaultAsync(
                    world.Researcher,
                    new UpdateStudy(world.Study.Uuid, new StudyInput { Experiment = script }, null)
                )
            ).Code
        );
    }

    [Fact]
    public void That_are_scripts_are_read_in_every_form_that_browsers_know_and_never_exhaust_us()
    {
        Assert.Null(
            ProtocolText.ScriptFault(
                "function generateProtocol(child, past) { return { frames: {}, sequence: [] }; }",
                isModule: false
            )
        );
        Assert.Null(
            ProtocolText.ScriptFault(
                "import { x } from 'y'; const a = await x?.(1_000n ?? 2); class A { #p = 1; static { } }",
                isModule: true
            )
        );
        Assert.NotNull(ProtocolText.ScriptFault("import { x } from 'y';", isModule: false));
        Assert.NotNull(ProtocolText.ScriptFault(new string('(', 200_000), isModule: false));
        Assert.NotNull(ProtocolText.ScriptFault(string.Concat(Enumerable.Repeat("[{a:", 100_000)), isModule: false));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_a_lab_move_a_study_with_whoever_belongs_there(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var id = world.Study.Uuid;
        await chs.SendAsync(world.Researcher, new SetLabRole(world.Lab.Uuid, world.Outsider.Id, LabRole.Member));
        await chs.SendAsync(world.Researcher, new SetStudyRole(id, world.Outsider.Id, StudyRole.Manager));
        var other = (
            await chs.AnswerAsync(
                world.Outsider,
                new CreateLab(
                    new LabInput
                    {
                        Name = "Other",
                        Institution = "",
                        PrincipalInvestigator = "PI",
                        ContactEmail = "other@lab.example",
                    }
                )
            )
        ).Id;

        // A manager writes details, but doesn't give the study away; and nobody brings one where they may not make studies.
        await chs.RefusesAsync(
            world.Outsider,
            new UpdateStudy(id, new StudyInput { LabId = other }, null),
            "access.forbidden"
        );
        await chs.RefusesAsync(
            world.Researcher,
            new UpdateStudy(id, new StudyInput { LabId = other }, null),
            "lab.not_found"
        );
        await chs.SendAsync(world.Reviewer, new ApproveLab(other, null));
        await chs.RefusesAsync(
            world.Researcher,
            new UpdateStudy(id, new StudyInput { LabId = other }, null),
            "access.forbidden"
        );
        await chs.SendAsync(world.Outsider, new SetLabRole(other, world.Researcher.Id, LabRole.Guest));
        await chs.SendAsync(world.Outsider, new RemoveLabMember(world.Lab.Uuid, world.Outsider.Id));
        await chs.SendAsync(world.Researcher, new SetLabRole(world.Lab.Uuid, world.OtherParent.Id, LabRole.Guest));
        var ada = await chs.WithAsync(async db =>
        {
            var user = Some.User("ada@uni.example", researcher: true);
            db.Users.Add(user);
            await db.SaveChangesAsync(default);
            return Some.ActorOf(user);
        });
        await chs.SendAsync(world.Researcher, new SetLabRole(world.Lab.Uuid, ada.Id, LabRole.Guest));
        await chs.SendAsync(world.Researcher, new SetStudyRole(id, ada.Id, StudyRole.Researcher));

        var moved = await chs.AnswerAsync(
            world.Researcher,
            new UpdateStudy(id, new StudyInput { LabId = other }, null)
        );
        Assert.Equal((other, StudyState.Rejected), (moved.LabId, moved.State)); // the lab is among what reviewers approved
        await chs.RefusesAsync(ada, new ReadStudy(id), "study.not_found");
        Assert.Equal(
            [world.Researcher.Key],
            await chs.WithAsync(db =>
                db.StudyMemberships.Where(m => m.StudyId == world.Study.Id).Select(m => m.UserId).ToListAsync()
            )
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task That_are_pictures_are_decoded_written_anew_and_must_have_their_shape(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        byte[] square = await Some.Picture(30, 30).ReadAsByteArrayAsync(),
            wide = await Some.Picture(60, 30).ReadAsByteArrayAsync();
        var lab = await chs.AnswerAsync(
            world.Researcher,
            new SetLabPicture(world.Lab.Uuid, LabPicture.Banner, wide, null)
        );
        Assert.StartsWith($"/media/labs/{world.Lab.Uuid}/", lab.Banner, StringComparison.Ordinal);
        Assert.NotNull(
            (
                await chs.AnswerAsync(
                    world.Researcher,
                    new SetLabPicture(world.Lab.Uuid, LabPicture.Badge, square, null)
                )
            ).Badge
        );
        Assert.Null(
            (
                await chs.AnswerAsync(world.Researcher, new SetLabPicture(world.Lab.Uuid, LabPicture.Badge, null, null))
            ).Badge
        );
        var hidden = "<script>alert(1)</script>"u8.ToArray();
        foreach (
            var (content, which, code) in (IEnumerable<(byte[], LabPicture, string)>)
                [
                    (square, LabPicture.Banner, "not_wide"),
                    (wide, LabPicture.Badge, "not_square"),
                    (hidden, LabPicture.Badge, "not_a_picture"),
                    (square[..60], LabPicture.Badge, "not_a_picture"),
                    ([], LabPicture.Badge, "not_a_picture"),
                    (new byte[Site.Media.MostBytes], LabPicture.Badge, "too_large"),
                    ("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), LabPicture.Badge, "not_a_picture"),
                ]
        )
            Assert.Equal(
                code,
                (await chs.FaultAsync(world.Researcher, new SetLabPicture(world.Lab.Uuid, which, content, null))).Code
            );
        await chs.RefusesAsync(
            world.Outsider,
            new SetLabPicture(world.Lab.Uuid, LabPicture.Badge, square, null),
            "access.forbidden"
        );

        // Another file behind the picture's end is gone, and nobody overwrites what was changed meanwhile.
        var polyglot = await chs.AnswerAsync(
            world.Researcher,
            new SetStudyImage(world.Study.Uuid, [.. square, .. hidden], null)
        );
        Assert.Equal(StudyState.Rejected, polyglot.State);
        await chs.WithServicesAsync(async services =>
        {
            var store = (Ports.IObjectStore)services.GetService(typeof(Ports.IObjectStore))!;
            await using var kept = await store.OpenAsync(polyglot.Image![1..], null, default);
            using var bytes = new MemoryStream();
            await kept!.CopyToAsync(bytes);
            Assert.Equal(-1, bytes.ToArray().AsSpan().IndexOf(hidden));
        });
        var stale = (await chs.SendAsync(world.Researcher, new SetStudyImage(world.Study.Uuid, null, 1))).Error!;
        Assert.Equal((ErrorKind.Stale, polyglot.Version), (stale.Kind, stale.CurrentVersion));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Go_with_a_study_that_nobody_took_part_in_and_stay_with_others(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var id = world.Study.Uuid;
        await chs.SendAsync(world.Researcher, new SetLabRole(world.Lab.Uuid, world.Outsider.Id, LabRole.Admin));
        await chs.RefusesAsync(world.Outsider, new DeleteStudy(id, null), "access.forbidden");
        var needing = await chs.AnswerAsync(
            world.Researcher,
            new CreateStudy(world.Lab.Uuid, new StudyInput { Name = "After", MustHaveParticipated = [id] })
        );
        await chs.RefusesAsync(world.Researcher, new DeleteStudy(id, null), "study.needed_by_others");
        await chs.SucceedsAsync(world.Researcher, new DeleteStudy(needing.Id, needing.Version));
        await chs.RefusesAsync(world.Researcher, new ReadStudy(needing.Id), "study.not_found");

        // A researcher's try goes with it, a family's session keeps it.
        await chs.WithAsync(async db =>
        {
            db.Children.Add(
                Domain.Accounts.Child.Register(world.Researcher.Key, Some.Profile("Try"), Some.Moment).Value
            );
            return await db.SaveChangesAsync(default);
        });
        var child = await chs.WithAsync(db =>
            db.Children.Where(c => c.UserId == world.Researcher.Key).Select(c => c.Uuid).SingleAsync()
        );
        var preview = (await chs.AnswerAsync(world.Researcher, new StartResponse(id, child, Preview: true))).Id;
        var real = await chs.StartAsync(world);
        await chs.RefusesAsync(world.Researcher, new DeleteStudy(id, null), "study.has_responses");
        await chs.RefusesAsync(world.Reviewer, new DeletePreviews(id), "access.forbidden");
        Assert.Equal(1, (await chs.AnswerAsync(world.Researcher, new DeletePreviews(id))).Responses);
        Assert.Equal([real], await chs.WithAsync(db => db.Responses.Select(r => r.Uuid).ToListAsync()));

        await chs.SendAsync(world.Researcher, new StartResponse(id, child, Preview: true));
        await chs.WithAsync(db => db.Responses.Where(r => !r.IsPreview).ExecuteDeleteAsync());
        var image = (
            await chs.AnswerAsync(
                world.Researcher,
                new SetStudyImage(id, await Some.Picture(20, 20).ReadAsByteArrayAsync(), null)
            )
        ).Image![1..];
        await chs.SucceedsAsync(world.Researcher, new DeleteStudy(id, null));
        Assert.Equal(
            (0, 0, 0),
            await chs.WithAsync(async db =>
                (await db.Studies.CountAsync(), await db.StudyVersions.CountAsync(), await db.Responses.CountAsync())
            )
        );
        Assert.Contains(
            "study deleted",
            await chs.WithAsync(db => db.Audit.Where(e => e.Subject == id).Select(e => e.Action).ToListAsync())
        );
        Assert.Contains(
            "study moved",
            await chs.WithAsync(db => db.Audit.Where(e => e.Subject == id).Select(e => e.Action).ToListAsync())
        );
        // Its picture goes after the transaction; where it is gone already, nothing happens.
        await chs.WithServicesAsync(async services =>
        {
            var (store, left) = (
                (Ports.IObjectStore)services.GetService(typeof(Ports.IObjectStore))!,
                await chs.WithAsync(db => db.Outbox.SingleAsync(m => m.Kind == nameof(Builds.ObjectsOrphaned)))
            );
            Assert.NotNull(await store.OpenAsync(image, null, default));
            for (var times = 0; times < 2; times++)
                foreach (
                    var receiver in (IEnumerable<Messaging.IOutboxReceiver>)
                        services.GetService(typeof(IEnumerable<Messaging.IOutboxReceiver>))!
                )
                    await receiver.DeliverAsync(left, default);
            Assert.Null(await store.OpenAsync(image, null, default));
        });
        _ = preview;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task That_are_numbers_are_counted_without_loading_a_response(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.StartAsync(world); // without consent: doesn't count
        var first = await chs.StartAsync(world);
        await chs.ConsentAsync(world, first);
        await chs.SaveAsync(world, first, null, new ResponseFlags { Completed = true });
        var second = (
            await chs.AnswerAsync(world.OtherParent, new StartResponse(world.Study.Uuid, world.OtherChild.Uuid, false))
        ).Id;
        await chs.SendAsync(
            world.OtherParent,
            new SaveResponse(second, null, new ResponseFlags { CompletedConsentFrame = true })
        );
        await chs.SendAsync(world.Researcher, new MoveStudy(world.Study.Uuid, StudyTrigger.Pause, "", null));
        await chs.SendAsync(world.Researcher, new MoveStudy(world.Study.Uuid, StudyTrigger.Activate, "", null));
        await chs.SendAsync(world.Researcher, new CreateStudy(world.Lab.Uuid, new StudyInput { Name = "A second" }));
        var before = chs.Statements;
        var listed = (await chs.AnswerAsync(world.Researcher, new ListStudies())).Items;
        Assert.InRange(chs.Statements - before, 1, 6);
        Assert.Equal(["A second", "Faces, 2nd try"], listed.Select(s => s.Name));
        Assert.Equal(new StudyNumbers(1, 1, 1, 1), listed[1].Numbers);
        Assert.Equal(new StudyNumbers(0, 0, 0, 0), listed[0].Numbers);
        Assert.NotNull(listed[1].LastActivatedAt);
        Assert.Null(listed[0].FirstActivatedAt);

        async Task<string[]> NamesAsync(ListStudies query)
        {
            List<string> names = [];
            for (string? cursor = null; ; )
            {
                var page = await chs.AnswerAsync(world.Researcher, query with { Limit = 1, Cursor = cursor });
                names.AddRange(page.Items.Select(s => s.Name));
                if ((cursor = page.NextCursor) is null)
                    return [.. names];
            }
        }

        Assert.Equal(["Faces, 2nd try", "A second"], await NamesAsync(new() { Sort = StudyOrder.NameDescending }));
        Assert.Equal(["Faces, 2nd try", "A second"], await NamesAsync(new() { Sort = StudyOrder.Created }));
        Assert.Equal(["A second", "Faces, 2nd try"], await NamesAsync(new() { Sort = StudyOrder.CreatedDescending }));
        Assert.Equal(2, (await NamesAsync(new() { Sort = StudyOrder.Modified })).Length);
        Assert.Equal(2, (await NamesAsync(new() { Sort = StudyOrder.ModifiedDescending })).Length);
        Assert.Equal(
            ["A second"],
            await NamesAsync(
                new()
                {
                    State = StudyState.Created,
                    Creator = "EXAM",
                    Mine = true,
                    LabId = world.Lab.Uuid,
                    Type = StudyType.JsPsych,
                    IsPublic = true,
                }
            )
        );
        Assert.Equal(
            ["Faces, 2nd try"],
            await NamesAsync(new() { IdBegins = world.Study.Uuid.ToString().ToUpperInvariant() })
        );
        Assert.Empty(await NamesAsync(new() { Creator = "nobody" }));
    }
}
