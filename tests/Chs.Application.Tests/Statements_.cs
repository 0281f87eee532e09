using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Application.Paging;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain.Accounts;
using Chs.Domain.Eligibility;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using MediatR;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>A longer page takes no more SQL statements than a short one.</summary>
public class Statements_
{
    /// <summary>Rows of each kind that a long page shows.</summary>
    const int Rows = 12;

    [Theory, OnSqlite, OnPostgres]
    public async Task Don_t_grow_with_the_page(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await FillAsync(chs, world);

        await CompareAsync(chs, world, page => new ListSessions(page, null, null));
        await CompareAsync(chs, world, page => new ListSessionsOfStudy(world.Study.Uuid, page, null));
        await CompareAsync(chs, world, page => new ListStudiesForJsonApi(page));
        await CompareAsync(chs, world, page => new ListChildrenForJsonApi(page, null, null));
        await CompareAsync(chs, world, page => new ListUsersForJsonApi(page));
        await CompareAsync(chs, world, page => new ListDemographicsForJsonApi(page, null, "age,-pk"));
        await CompareAsync(chs, world, page => new ListFeedback(page));
        await CompareAsync(chs, world, page => new ListLabsForJsonApi(page));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Don_t_grow_with_the_number_of_past_sessions(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await FillAsync(chs, world);
        var sessions = await chs.AnswerAsync(world.Parent, new ListSessions(new PageNumber(1, 1), null, null));
        var before = chs.Statements;
        var past = await chs.AnswerAsync(world.Parent, new ListPastSessions(sessions.Items[0].Header.Id));
        Assert.Equal(Rows, past.Count);
        Assert.InRange(chs.Statements - before, 1, 8);
    }

    /// <summary>A page of 100 takes as many statements as one of two.</summary>
    static async Task CompareAsync<T>(
        TestChs chs,
        World world,
        Func<PageNumber, IRequest<Domain.Outcome<NumberedPage<T>>>> request
    )
    {
        // A page of one might show nobody but the reader, whose reading isn't audited.
        var forTwo = await CountAsync(2);
        var forMany = await CountAsync(100);
        Assert.True(
            forTwo == forMany && forMany is > 0 and < 12,
            $"{typeof(T).Name}: {forTwo} statements for two, {forMany} for many"
        );

        async Task<int> CountAsync(int size)
        {
            var before = chs.Statements;
            await chs.AnswerAsync(world.Researcher, request(new PageNumber(1, size)));
            return chs.Statements - before;
        }
    }

    static async Task FillAsync(TestChs chs, World world) =>
        await chs.WithAsync(async db =>
        {
            Study[] studies = [.. Enumerable.Range(0, Rows).Select(i => StudyNamed(world, $"S{i}"))];
            Response[] responses = [.. Enumerable.Range(0, Rows).Select(_ => CompletedResponse(world))];
            db.Studies.AddRange(studies);
            db.Responses.AddRange(responses);
            for (var i = 0; i < Rows; i++)
            {
                db.Children.Add(Child.Register(world.Parent.Key, Some.Profile($"Kid {i}"), Some.Moment).Value);
                db.DemographicSnapshots.Add(
                    DemographicSnapshot.Take(world.Parent.Key, null, DemographicAnswers.None, Some.Moment)
                );
            }

            await db.SaveChangesAsync(default);
            foreach (var study in studies)
                db.StudyVersions.Add(StudyVersion.Of(study.Id, 1, StudyProtocol.Empty, Some.Moment));
            foreach (var response in responses)
            {
                var content = new EntryContent("0-t", null, "{}"u8.ToArray(), new byte[16]);
                db.ResponseEntries.Add(ResponseEntry.Of(response.Id, 0, null, content, Some.Moment));
                db.ConsentRulings.Add(response.RuleOnConsent(Ruling.Accepted, world.Researcher.Key, "", Some.Moment));
                db.Feedback.Add(Feedback.Give(response, world.Researcher.Key, "Thanks", Some.Moment));
            }

            return await db.SaveChangesAsync(default);
        });

    static Study StudyNamed(World world, string name) =>
        Study.Create(
            StudyType.JsPsych,
            world.Lab,
            world.Researcher.Key,
            StudyDetails.Empty with
            {
                Name = name,
            },
            AgeRange.Any,
            true,
            world.Researcher.Id,
            Some.Moment
        );

    static Response CompletedResponse(World world)
    {
        var response = Response.Start(
            world.Study,
            1,
            world.Child.Id,
            world.Parent.Key,
            null,
            false,
            ["Eligible"],
            Some.Moment
        );
        response.Update(new ResponseFlags { Completed = true, CompletedConsentFrame = true }, Some.Moment);
        return response;
    }

    [Fact]
    public void Pictures_of_people_are_png_and_differ()
    {
        var id = new Guid("10000000-0000-4000-8000-000000000000");
        var picture = Identicon.Of(id);
        Assert.StartsWith("data:image/png;base64,iVBORw0KGgo", picture);
        Assert.NotEqual(picture, Identicon.Of(new Guid("20000000-0000-4000-8000-000000000000")));
        Assert.Equal(picture, Identicon.Of(id));
    }
}
