using Chs.Application.Access;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Application.Tests.Accounts;
using Chs.Domain.Accounts;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;
using static Chs.Application.Tests.Responses.CountedSessions;

namespace Chs.Application.Tests.Responses;

/// <summary>What filters by child and parent tell nobody: who has a session that can't be read.</summary>
public class ResponseFiltersTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Nothing_is_told_to_those_who_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await AddSessionsAsync(chs, world, world.Study);
        var filters = (ResponseFilter[])
            [
                new(),
                new() { HashedChildId = Hashed(world, world.Child.Uuid) },
                new() { HashedParticipantId = Hashed(world, world.Parent.Id), IsPreview = false },
            ];
        foreach (var filter in filters)
        {
            await chs.RefusesAsync(world.Reviewer, List(world.Study, filter), "access.forbidden");
            await chs.RefusesAsync(world.Reviewer, Numbers(world.Study, filter), "access.forbidden");
            await chs.RefusesAsync(world.Reviewer, Export(world.Study, filter), "access.forbidden");
        }

        foreach (var stranger in (Actor[])[world.Outsider, world.Parent, world.OtherParent])
        foreach (var filter in filters)
        {
            await chs.RefusesAsync(stranger, List(world.Study, filter), "study.not_found");
            await chs.RefusesAsync(stranger, Numbers(world.Study, filter), "study.not_found");
            await chs.RefusesAsync(stranger, Export(world.Study, filter), "study.not_found");
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Filters_by_people_tell_nothing_of_sessions_that_nobody_may_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        // The one child consented once, and has other sessions; of the other none is accepted.
        await AddAsync(chs, world, world.Study, new Kind(Completed: true, Consent: true, Ruling.Accepted));
        await AddAsync(chs, world, world.Study, new Kind(Completed: false, Consent: true, Ruling.Pending));
        await AddAsync(chs, world, world.Study, new Kind());
        foreach (var ruling in (Ruling[])[Ruling.Pending, Ruling.Rejected])
            await AddAsync(chs, world, world.Study, new Kind(Completed: true, Consent: true, ruling), ofOther: true);
        await AddAsync(chs, world, world.Study, new Kind(), ofOther: true);

        var known = Of(await CountAsync(chs, world, Child(world, world.Child.Uuid)));
        var hidden = Of(await CountAsync(chs, world, Child(world, world.OtherChild.Uuid)));
        var nobody = Of(await CountAsync(chs, world, Child(world, Guid.NewGuid())));
        var hiddenParent = Of(
            await CountAsync(chs, world, new() { HashedParticipantId = Hashed(world, world.OtherParent.Id) })
        );
        Assert.Equal(new ResponseCounts(1, null, null, null, null), known);
        Assert.Equal(new ResponseCounts(0, null, null, null, null), nobody);
        Assert.Equal(nobody, hidden);
        Assert.Equal(nobody, hiddenParent);
        Assert.Null((await CountAsync(chs, world, Child(world, world.Child.Uuid))).Participations);
        Assert.Empty(await chs.ItemsAsync(world.Researcher, List(world.Study, Child(world, world.OtherChild.Uuid))));

        static ResponseCounts Of(ResponseNumbers numbers) => numbers.Real!;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Filters_by_people_take_the_ids_of_this_study_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await AddAsync(chs, world, world.Study, new Kind(Completed: true, Consent: true, Ruling.Accepted));
        var elsewhere = HashedId.Of(world.Child.Uuid, Guid.NewGuid(), world.Study.Salt, world.Study.HashDigits);
        var hashed = Hashed(world, world.Child.Uuid);
        string[] others =
        [
            $"{world.Child.Uuid}",
            elsewhere,
            hashed.ToLowerInvariant(),
            $"{hashed}A",
            hashed[1..],
            "\0",
        ];
        Assert.Single(await chs.ItemsAsync(world.Researcher, List(world.Study, new() { HashedChildId = hashed })));
        foreach (var other in others)
            Assert.Empty(await chs.ItemsAsync(world.Researcher, List(world.Study, new() { HashedChildId = other })));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_may_read_previews_only_is_told_of_previews_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await AddSessionsAsync(chs, world, world.Study);
        await chs.GiveLabRoleAsync(world, world.Outsider, Domain.Labs.LabRole.Guest);
        await chs.GiveStudyRoleAsync(world, world.Outsider, StudyRole.Preview);
        var numbers = await chs.AnswerAsync(world.Outsider, Numbers(world.Study, new ResponseFilter()));
        Assert.Null(numbers.Real);
        Assert.Null(numbers.Participations);
        Assert.Equal(2, numbers.Previews!.Readable);
        // Silence would be taken for "there are none".
        var real = new ResponseFilter { IsPreview = false };
        await chs.RefusesAsync(world.Outsider, List(world.Study, real), "access.forbidden");
        await chs.RefusesAsync(world.Outsider, Numbers(world.Study, real), "access.forbidden");
        await chs.RefusesAsync(world.Outsider, Export(world.Study, real), "access.forbidden");
        var ofOther = await chs.AnswerAsync(world.Outsider, Numbers(world.Study, Child(world, world.OtherChild.Uuid)));
        Assert.Equal((null, 0), (ofOther.Real, ofOther.Previews!.Readable));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keys_for_other_studies_are_told_nothing_and_those_without_identities_the_same(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await AddSessionsAsync(chs, world, world.Study);
        var filter = Child(world, world.Child.Uuid) with { IsPreview = false };
        var another = await chs.CreateStudyAsync(world, new StudyInput { Name = "Another" });
        var elsewhere = await chs.BearerAsync(world.Researcher, new TokenScope(true, false, [another]));
        await chs.RefusesAsync(elsewhere, List(world.Study, filter), "study.not_found");
        await chs.RefusesAsync(elsewhere, Numbers(world.Study, filter), "study.not_found");
        var deidentified = await chs.BearerAsync(world.Researcher, new TokenScope(true, true, []));
        Assert.Equal(2, (await chs.ItemsAsync(deidentified, List(world.Study, filter))).Count);
        Assert.Equal(2, (await chs.AnswerAsync(deidentified, Numbers(world.Study, filter))).Real!.Readable);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_rules_on_consents_filters_those_that_await_a_ruling(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await AddSessionsAsync(chs, world, world.Study);
        Assert.Equal((0, 1), (await CountPendingAsync(world.Child), await CountPendingAsync(world.OtherChild)));

        async Task<int?> CountPendingAsync(Child child)
        {
            var query = List(world.Study, Child(world, child.Uuid)) with { Consent = Ruling.Pending };
            return (await chs.AnswerAsync(world.Researcher, query)).Total;
        }
    }
}
