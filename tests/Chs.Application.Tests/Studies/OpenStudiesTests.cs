using System.Security.Cryptography;
using Chs.Application.Access;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Application.Tests.Accounts;
using Chs.Domain.Accounts;
using Chs.Domain.Eligibility;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Studies;

/// <summary>The lists in which families find studies.</summary>
public class OpenStudiesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Filters_leave_what_they_say(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await AddAsync(chs, world, "Äpfel und Birnen", Years(0, 1));
        await AddAsync(chs, world, "By appointment", Years(2, 4), StudyType.External, isScheduled: true);
        await AddAsync(chs, world, "Elsewhere at once", Years(5, 9), StudyType.External);
        await AddAsync(chs, world, "Hidden", Years(0, 1), isPublic: false);
        string[] all = ["By appointment", "Elsewhere at once", world.Study.Details.Name, "Äpfel und Birnen"];
        (ListOpenStudies Query, string[] Names)[] expected =
        [
            (new(), all),
            (new() { Search = "äPFEL" }, ["Äpfel und Birnen"]),
            (new() { Search = " elsewhere " }, ["Elsewhere at once"]),
            (new() { Location = StudyLocation.Here }, [world.Study.Details.Name, "Äpfel und Birnen"]),
            (new() { Location = StudyLocation.Elsewhere }, ["By appointment", "Elsewhere at once"]),
            (new() { When = StudyTime.Scheduled }, ["By appointment"]),
            (new() { When = StudyTime.Now }, ["Elsewhere at once", world.Study.Details.Name, "Äpfel und Birnen"]),
            // Both ends belong to a range: the first birthday is the end of one and the beginning of the other.
            (new() { AgeGroup = AgeGroup.Babies }, [world.Study.Details.Name, "Äpfel und Birnen"]),
            (new() { AgeGroup = AgeGroup.Toddlers }, ["By appointment", world.Study.Details.Name, "Äpfel und Birnen"]),
            (
                new() { AgeGroup = AgeGroup.Preschoolers },
                ["By appointment", "Elsewhere at once", world.Study.Details.Name]
            ),
            (new() { FromAge = 10 }, [world.Study.Details.Name]),
            (new() { ToAge = 0 }, [world.Study.Details.Name, "Äpfel und Birnen"]),
            (new() { LabId = world.Lab.Uuid }, all),
            (new() { LabId = Guid.NewGuid() }, []),
        ];
        foreach (var (query, names) in expected)
        {
            var found = await chs.ItemsAsync(null, query);
            Assert.Equal(names.Order(StringComparer.Ordinal), found.Select(s => s.Name).Order(StringComparer.Ordinal));
        }
    }

    [Theory, OnSqlite]
    public async Task Faulty_filters_are_refused(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.FindsFaultAsync(null, new ListOpenStudies { FromAge = 3, ToAge = 2 }, "empty_range");
        await chs.FindsFaultAsync(null, new ListOpenStudies { FromAge = 3, AgeGroup = AgeGroup.Adults }, "ambiguous");
        await chs.RefusesAsync(
            world.Parent,
            new ListOwnOpenStudies { ChildIds = [world.OtherChild.Uuid] },
            "child.not_found"
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Visitors_see_them_by_id_and_each_family_in_an_order_of_its_own(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        for (var i = 0; i < 12; i++)
            await AddAsync(chs, world, $"Study {i}", AgeRange.Any);
        var visitors = await PagesAsync(chs, null, cursor => new ListOpenStudies { Limit = 5, Cursor = cursor });
        Assert.Equal(13, visitors.Count);
        Assert.Equal(visitors.Order(), visitors);
        foreach (var parent in (Actor[])[world.Parent, world.OtherParent])
        {
            var family = await PagesAsync(chs, parent, cursor => new ListOwnOpenStudies { Limit = 5, Cursor = cursor });
            Assert.Equal(visitors.OrderBy(id => ShuffledBy(parent.Id, id), StringComparer.Ordinal), family);
        }
    }

    /// <summary>As the reference does: the hexadecimal SHA-256 of both ids.</summary>
    static string ShuffledBy(Guid family, Guid study) =>
        Convert.ToHexStringLower(
            SHA256.HashData([.. family.ToByteArray(bigEndian: true), .. study.ToByteArray(bigEndian: true)])
        );

    [Theory, OnSqlite, OnPostgres]
    public async Task A_labs_studies_come_by_priority(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        foreach (var priority in (int[])[3, 50, 9])
            await AddAsync(chs, world, $"{priority}", AgeRange.Any, priority: priority);
        var found = await chs.ItemsAsync(null, new ListOpenStudies { LabId = world.Lab.Uuid });
        Assert.Equal([world.Study.Details.Name, "50", "9", "3"], found.Select(s => s.Name));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_decided_is_stored_and_shown_to_the_family(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var other = await AddAsync(chs, world, "Before", AgeRange.Any);
        await RequireAsync(chs, world.Study, other);
        var before = await StartAsync(chs, world, other.Uuid);
        var started = await StartAsync(chs, world, world.Study.Uuid);
        var trace = (await chs.AnswerAsync(world.Parent, new ReadOwnResponse(started))).EligibilityTrace!;
        Assert.False(trace.IsEligible);
        var clause = Assert.Single(trace.Participation);
        Assert.Equal(("Before", SessionProgress.Opened), (clause.Study.Name, clause.Progress));
        Assert.Equal((false, true), (clause.IsMet, clause.IsRequired));

        // What happens later changes nothing of it.
        await chs.WithAsync(db =>
            db.Responses.Where(r => r.Uuid == before).ExecuteUpdateAsync(set => set.SetProperty(r => r.Completed, true))
        );
        var again = (await chs.AnswerAsync(world.Parent, new ReadOwnResponse(started))).EligibilityTrace!;
        Assert.Equal(SessionProgress.Opened, Assert.Single(again.Participation).Progress);
        var page = await chs.AnswerAsync(world.Parent, new ReadOwnOpenStudy(world.Study.Uuid));
        Assert.Equal(
            SessionProgress.Completed,
            Assert.Single(Assert.Single(page.Children).Trace.Participation).Progress
        );
    }

    /// <summary>A lab that asks for another lab's study learns whether its rule is met, and nothing that joins the two.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Researchers_learn_of_other_studies_what_they_may_read_there(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var own = await AddAsync(chs, world, "Own", AgeRange.Any);
        var foreign = await AddAsync(chs, world, "Foreign", AgeRange.Any, isPublic: false);
        await chs.WithAsync(db =>
            db.Studies.Where(s => s.Id == foreign.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.LabId, (long?)null))
        );
        await chs.WithAsync(db => db.StudyMemberships.Where(m => m.StudyId == foreign.Id).ExecuteDeleteAsync());
        await RequireAsync(chs, world.Study, own);
        await RequireAsync(chs, world.Study, foreign);
        var ofOwn = await StartAsync(chs, world, own.Uuid);
        await StartAsync(chs, world, foreign.Uuid);
        var started = await StartAsync(chs, world, world.Study.Uuid);
        await ConsentAsync(chs, started);
        var read = new ReadResponse(world.Study.Uuid, started);
        // A session without consent isn't theirs to read, nor how far it came.
        Assert.Equal([("Own", null), ("", null)], await SeenAsync(chs, world, read));
        await ConsentAsync(chs, ofOwn);
        Assert.Equal([("Own", SessionProgress.Opened), ("", null)], await SeenAsync(chs, world, read));

        var deidentified = await chs.BearerAsync(world.Researcher, new TokenScope(true, true, []));
        await chs.RefusesAsync(deidentified, read, "token.deidentified");
        var limited = await chs.BearerAsync(world.Researcher, new TokenScope(true, false, [world.Study.Uuid]));
        var seen = (await chs.AnswerAsync(limited, read)).EligibilityTrace!;
        Assert.All(seen.Participation, clause => Assert.Equal(("", null), (clause.Study.Name, clause.Progress)));
    }

    static Task<int> ConsentAsync(TestChs chs, Guid session) =>
        chs.WithAsync(db =>
            db.Responses.Where(r => r.Uuid == session)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(r => r.CompletedConsentFrame, true).SetProperty(r => r.Ruling, Ruling.Accepted)
                )
        );

    static async Task<IEnumerable<(string, SessionProgress?)>> SeenAsync(TestChs chs, World world, ReadResponse read)
    {
        var trace = (await chs.AnswerAsync(world.Researcher, read)).EligibilityTrace!;
        return trace.Participation.Select(clause => (clause.Study.Name, clause.Progress));
    }

    /// <summary>Names of drafts and control arms say what families mustn't know.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Families_read_no_names_of_studies_that_nobody_shows_them(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var hidden = await AddAsync(chs, world, "Control arm", AgeRange.Any, isPublic: false);
        await RequireAsync(chs, world.Study, hidden);
        var read = new ReadOwnOpenStudy(world.Study.Uuid);
        Assert.Equal("", await NameAsync());
        await StartAsync(chs, world, hidden.Uuid);
        Assert.Equal("Control arm", await NameAsync());

        async Task<string> NameAsync()
        {
            var child = Assert.Single((await chs.AnswerAsync(world.Parent, read)).Children);
            return Assert.Single(child.Trace.Participation).Study.Name;
        }
    }

    [Theory, OnSqlite]
    public async Task A_family_without_children_sees_all_studies(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await World.MakeAsync(chs);
        var newcomer = await chs.AddAsync(Some.User("new@family.example"));
        var query = new ListOwnOpenStudies { IsEligible = true, IsDone = false };
        Assert.Empty(Assert.Single(await chs.ItemsAsync(newcomer, query)).Children);
    }

    static async Task<List<Guid>> PagesAsync<T>(TestChs chs, Actor? actor, Func<string?, T> queryOf)
        where T : OpenStudiesQuery
    {
        List<Guid> ids = [];
        string? cursor = null;
        do
        {
            if (queryOf(cursor) is ListOwnOpenStudies own)
            {
                var page = await chs.AnswerAsync(actor, own);
                ids.AddRange(page.Items.Select(item => item.Summary.Id));
                cursor = page.NextCursor;
            }
            else
            {
                var page = await chs.AnswerAsync(actor, (ListOpenStudies)(OpenStudiesQuery)queryOf(cursor));
                ids.AddRange(page.Items.Select(item => item.Id));
                cursor = page.NextCursor;
            }
        } while (cursor is not null);
        return ids;
    }

    static AgeRange Years(int from, int to) => AgeRange.Between(Age.Of(from, 0, 0).Value, Age.Of(to, 0, 0).Value).Value;

    static async Task<Study> AddAsync(
        TestChs chs,
        World world,
        string name,
        AgeRange ages,
        StudyType type = StudyType.JsPsych,
        bool isScheduled = false,
        bool isPublic = true,
        int priority = 99
    )
    {
        var details = StudyDetails.Empty with { Name = name };
        details = details with { External = details.External with { IsScheduled = isScheduled } };
        var deed = Some.DeedOf(world.Researcher);
        var study = Study.Create(type, world.Lab, details, ages, isPublic, StudyProtocol.Empty, "", deed);
        study.SetPriority(priority, deed);
        await chs.WithAsync(async db =>
        {
            db.Studies.Add(study);
            return await db.SaveChangesAsync(default);
        });
        await chs.WithAsync(db =>
            db.Studies.Where(s => s.Id == study.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.State, StudyState.Active))
        );
        return study;
    }

    static Task<int> RequireAsync(TestChs chs, Study study, Study other) =>
        chs.WithAsync(async db =>
        {
            db.ParticipationCriteria.Add(ParticipationCriterion.Of(study.Id, other.Id, isRequired: true));
            return await db.SaveChangesAsync(default);
        });

    static async Task<Guid> StartAsync(TestChs chs, World world, Guid study) =>
        (await chs.AnswerAsync(world.Parent, new StartResponse(study, world.Child.Uuid, Preview: false))).Response!.Id;
}
