using Chs.Application.Access;
using Chs.Application.Exports;
using Chs.Application.Responses;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>Who may list, read, rule on and page through responses.</summary>
public class Responses_
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Are_hidden_before_their_consent_is_accepted(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.SaveAsync(world, response, Some.Trials(2), new ResponseFlags { CompletedConsentFrame = true });

        Assert.Empty((await chs.AnswerAsync(world.Researcher, new ListResponses { StudyId = world.Study.Uuid })).Items);
        await chs.RefusesAsync(world.Researcher, new ReadResponse(world.Study.Uuid, response), "response.not_found");
        await chs.RefusesAsync(world.Researcher, new ReadSession(response), "response.not_found");
        await chs.RefusesAsync(world.Researcher, new ListPastSessions(response), "response.not_found");
        Assert.Single(
            (
                await chs.AnswerAsync(
                    world.Researcher,
                    new ListResponses { StudyId = world.Study.Uuid, Consent = Ruling.Pending }
                )
            ).Items
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Are_hidden_from_whoever_has_no_right_to_them(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.ConsentAsync(world, response);
        foreach (var actor in (Actor[])[world.Outsider, world.OtherParent, world.Parent])
        {
            await chs.RefusesAsync(actor, new ListResponses { StudyId = world.Study.Uuid }, "study.not_found");
            await chs.RefusesAsync(actor, new ReadResponse(world.Study.Uuid, response), "study.not_found");
            await chs.RefusesAsync(actor, new ExportResponses(world.Study.Uuid, []), "study.not_found");
            await chs.RefusesAsync(
                actor,
                new RuleConsent(world.Study.Uuid, response, Ruling.Rejected, ""),
                "study.not_found"
            );
        }

        // A reviewer can read the study, but not families' data.
        await chs.RefusesAsync(world.Reviewer, new ListResponses { StudyId = world.Study.Uuid }, "study.not_found");
        await chs.RefusesAsync(world.OtherParent, new ReadSession(response), "response.not_found");
        await chs.RefusesAsync(world.OtherParent, new ListPastSessions(response), "response.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leave_a_line_in_the_audit_log_when_they_are_read_or_exported(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.ConsentAsync(world, response);
        await chs.SendAsync(world.Researcher, new ReadResponse(world.Study.Uuid, response));
        await chs.SendAsync(world.Researcher, new ExportResponses(world.Study.Uuid, []));
        await chs.SendAsync(world.Researcher, new ExportResponses(world.Study.Uuid, ["child__name"]));
        await chs.SendAsync(world.Outsider, new ReadResponse(world.Study.Uuid, response));

        // Without the entry that the response's own event writes.
        var audit = await chs.WithAsync(db =>
            db.Audit.Where(a =>
                    (a.Subject == response && a.Action != "consent ruled")
                    || (a.Subject == world.Study.Uuid && a.Action.StartsWith("export"))
                )
                .OrderBy(a => a.Id)
                .Select(a => new
                {
                    a.Action,
                    a.Actor,
                    a.Subject,
                })
                .ToListAsync()
        );
        Assert.Equal(
            ["rule consent", "read response", "export responses", "export responses with identifiable columns"],
            audit.Select(a => a.Action)
        );
        Assert.All(audit, line => Assert.Equal(world.Researcher.Id, line.Actor));
        Assert.Equal([response, response, world.Study.Uuid, world.Study.Uuid], audit.Select(a => a.Subject!.Value));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Come_in_pages_without_gaps_or_repetitions(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        List<Guid> made = [];
        for (var i = 0; i < 7; i++)
        {
            var response = await chs.StartAsync(world);
            await chs.SaveAsync(world, response, Some.Trials(1));
            await chs.ConsentAsync(world, response);
            made.Insert(0, response);
        }

        List<Guid> seen = [];
        string? cursor = null;
        do
        {
            var page = await chs.AnswerAsync(
                world.Researcher,
                new ListResponses
                {
                    StudyId = world.Study.Uuid,
                    Limit = 3,
                    Cursor = cursor,
                }
            );
            seen.AddRange(page.Items.Select(item => item.Id));
            cursor = page.NextCursor;
        } while (cursor is not null);
        Assert.Equal(made, seen);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Can_t_be_ruled_before_the_consent_was_reached(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.RefusesAsync(
            world.Researcher,
            new RuleConsent(world.Study.Uuid, response, Ruling.Accepted, ""),
            "response.no_consent"
        );
    }
}
