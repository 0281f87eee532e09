using Chs.Application.Plays;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Plays;

/// <summary>Who gets into a play, and who doesn't.</summary>
public class EnterPlayTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Tickets_are_for_children_of_ones_own(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        foreach (var child in (Guid?[])[world.OtherChild.Uuid, Guid.NewGuid(), null])
            await chs.RefusesAsync(world.Parent, Ticket(world) with { ChildId = child }, "child.not_found");
        Assert.Equal(0, await chs.WithAsync(db => db.PlayTickets.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Families_get_tickets_for_active_studies_only_and_for_no_previews(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Approved);
        await chs.RefusesAsync(world.Parent, Ticket(world), "study.not_found");
        await chs.RefusesAsync(world.Parent, Ticket(world) with { IsPreview = true }, "study.not_found");
        await chs.RefusesAsync(null, Ticket(world), "access.unauthenticated");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_ticket_works_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var ticket = await chs.IssueTicketAsync(world.Parent, world.Study.Uuid, world.Child.Uuid);
        await chs.SucceedsAsync(null, new EnterPlay(ticket, PlayActions.Browser, null));
        await chs.RefusesAsync(null, new EnterPlay(ticket, PlayActions.Browser, null), "play.ticket_not_valid");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_two_who_present_a_ticket_at_once_one_gets_in(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var ticket = await chs.IssueTicketAsync(world.Parent, world.Study.Uuid, world.Child.Uuid);
        var entered = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => chs.SendAsync(null, new EnterPlay(ticket, PlayActions.Browser, null)))
        );
        entered.SingleSuccess("play.ticket_not_valid");
        Assert.Equal(1, await chs.WithAsync(db => db.Plays.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_ticket_works_only_in_the_browser_that_began_and_stays_good_for_that(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var ticket = await chs.IssueTicketAsync(world.Parent, world.Study.Uuid, world.Child.Uuid);
        await chs.RefusesAsync(null, new EnterPlay(ticket, "another browser's", null), "play.ticket_not_valid");
        await chs.RefusesAsync(null, new OfferPlay(ticket, "another browser's"), "play.ticket_not_valid");
        await chs.SucceedsAsync(null, new EnterPlay(ticket, PlayActions.Browser, null));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_ticket_and_a_code_are_good_at_the_host_of_their_study_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = world.Study.Uuid;
        var ticket = await chs.IssueTicketAsync(world.Parent, study, world.Child.Uuid);
        var enter = new EnterPlay(ticket, PlayActions.Browser, null, HostStudyId: Guid.NewGuid());
        await chs.RefusesAsync(null, enter, "play.ticket_not_valid");
        await chs.SucceedsAsync(null, enter with { HostStudyId = study });
        var start = new StartResponse(study, world.Child.Uuid, false) { SiteForStartCode = PlayActions.Site };
        var offer = new OfferPlay((await chs.AnswerAsync(world.Parent, start)).Code!.Secret, "b", Guid.NewGuid());
        await chs.RefusesAsync(null, offer, "play.ticket_not_valid");
        await chs.SucceedsAsync(null, offer with { HostStudyId = study });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_ticket_lasts_a_minute(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var ticket = await chs.IssueTicketAsync(world.Parent, world.Study.Uuid, world.Child.Uuid);
        chs.Time.Advance(TimeSpan.FromSeconds(61));
        await chs.RefusesAsync(null, new EnterPlay(ticket, PlayActions.Browser, null), "play.ticket_not_valid");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_study_that_was_paused_meanwhile_can_not_be_entered(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var ticket = await chs.IssueTicketAsync(world.Parent, world.Study.Uuid, world.Child.Uuid);
        await chs.SucceedsAsync(
            world.Researcher,
            new MoveStudy(world.Study.Uuid, StudyTrigger.Pause, "Stop here.", null)
        );
        await chs.RefusesAsync(null, new EnterPlay(ticket, PlayActions.Browser, null), "study.not_active");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_start_code_is_exchanged_for_a_ticket_of_the_browser_that_waits_for_a_press(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var request = new StartResponse(world.Study.Uuid, world.Child.Uuid, false)
        {
            SiteForStartCode = PlayActions.Site,
        };
        var code = (await chs.AnswerAsync(world.Parent, request)).Code!.Secret;
        // Nobody gets in with the code alone.
        await chs.RefusesAsync(null, new EnterPlay(code, PlayActions.Browser, null), "play.ticket_not_valid");
        var offer = await chs.AnswerAsync(null, new OfferPlay(code, "this browser"));
        Assert.Equal((world.Study.Details.Name, world.Child.GivenName), (offer.StudyName, offer.ChildName));
        await chs.RefusesAsync(null, new OfferPlay(code, "this browser"), "play.ticket_not_valid");
        await chs.RefusesAsync(null, new EnterPlay(offer.Ticket, "another", null), "play.ticket_not_valid");
        chs.Time.Advance(TimeSpan.FromMinutes(10));
        await chs.SucceedsAsync(null, new EnterPlay(offer.Ticket, "this browser", null));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_new_play_ends_the_one_that_the_same_log_in_or_the_same_host_had(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var (_, atHome) = await chs.LogInAsync();
        var (_, elsewhere) = await chs.LogInAsync();
        var first = await chs.BeginAsync(atHome, world.Study.Uuid, world.Child.Uuid);
        var onAnotherDevice = await chs.BeginAsync(elsewhere, world.Study.Uuid, world.Child.Uuid);
        var second = await chs.BeginAsync(atHome, world.Study.Uuid, world.Child.Uuid);
        Assert.False(await chs.IsOpenAsync(first));
        Assert.True(await chs.IsOpenAsync(onAnotherDevice));

        var ticket = await chs.IssueTicketAsync(world.OtherParent, world.Study.Uuid, world.OtherChild.Uuid);
        await chs.SucceedsAsync(null, new EnterPlay(ticket, PlayActions.Browser, second));
        Assert.False(await chs.IsOpenAsync(second));
    }

    static IssuePlayTicket Ticket(World world) =>
        new(world.Study.Uuid, world.Child.Uuid, false, PlayActions.BrowserDigest, PlayActions.Site);
}
