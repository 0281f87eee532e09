using System.Text;
using Chs.Application.Responses;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Responses;

/// <summary>Sessions that a player creates with the data that it has already.</summary>
public class CreateResponseTests
{
    static CreateResponse Creation(World world, string? data = null, ResponseFlags? flags = null) =>
        new(world.Study.Uuid, world.Child.Uuid, data is null ? null : Some.Data(data), flags ?? new ResponseFlags());

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_who_is_not_logged_in(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(null, Creation(world), "access.unauthenticated");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_children_of_others_and_creates_nothing(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(world.OtherParent, Creation(world), "access.forbidden");
        Assert.Equal(0, await chs.WithAsync(db => db.Responses.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_that_families_cannot_see(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Approved);
        await chs.RefusesAsync(world.Parent, Creation(world), "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Answers_with_the_key_and_the_data_that_were_stored(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var created = await chs.AnswerAsync(world.Parent, Creation(world, Some.Trials(3)));
        var key = await chs.WithAsync(db => db.Responses.Select(r => r.Id).SingleAsync());
        Assert.Equal(key, created.Header.Key);
        Assert.Equal(Some.Trials(3), Encoding.UTF8.GetString(created.Data.Span));
        Assert.Equal([0, 1, 2], await chs.WithAsync(db => db.ResponseEntries.Select(e => e.Ordinal).ToListAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Closes_the_session_that_was_open_which_keeps_its_data(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var first = (await chs.AnswerAsync(world.Parent, Creation(world, Some.Trials(2)))).Header.Id;
        var second = (await chs.AnswerAsync(world.Parent, Creation(world))).Header.Id;
        var open = await chs.WithAsync(db => db.Responses.Where(r => r.IsOpen).Select(r => r.Uuid).ToListAsync());
        Assert.Equal([second], open);
        var kept = await chs.AnswerAsync(world.Parent, new ReadSession(first));
        Assert.Equal(Some.Trials(2), Encoding.UTF8.GetString(kept.Data.Span));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Goes_on_with_saves_from_what_it_stored(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var created = (await chs.AnswerAsync(world.Parent, Creation(world, Some.Trials(2)))).Header.Id;
        var saved = await chs.SaveAsync(world, created, Some.Trials(3));
        Assert.Equal(Some.Trials(3), Encoding.UTF8.GetString(saved.Value.Data.Span));
    }
}
