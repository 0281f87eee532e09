using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
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
    [Theory, OnSqlite, OnPostgres]
    public async Task Don_t_grow_with_the_page(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.WithAsync(async db =>
        {
            var studies = Enumerable
                .Range(0, 12)
                .Select(i =>
                    Study.Create(
                        StudyType.JsPsych,
                        world.Lab,
                        world.Researcher.Key,
                        StudyDetails.Empty with
                        {
                            Name = $"S{i}",
                        },
                        AgeRange.Any,
                        true,
                        world.Researcher.Id,
                        Some.Moment
                    )
                )
                .ToList();
            db.Studies.AddRange(studies);
            var responses = Enumerable
                .Range(0, 12)
                .Select(_ =>
                    Response.Start(
                        world.Study,
                        1,
                        world.Child.Id,
                        world.Parent.Key,
                        null,
                        false,
                        ["Eligible"],
                        Some.Moment
                    )
                )
                .ToList();
            foreach (var response in responses)
                response.Update(new ResponseFlags { Completed = true, CompletedConsentFrame = true }, Some.Moment);
            db.Responses.AddRange(responses);
            for (var i = 0; i < 12; i++)
                db.Children.Add(Child.Register(world.Parent.Key, Some.Profile($"Kid {i}"), Some.Moment).Value);
            for (var i = 0; i < 12; i++)
                db.DemographicSnapshots.Add(
                    DemographicSnapshot.Take(world.Parent.Key, null, DemographicAnswers.None, Some.Moment)
                );
            await db.SaveChangesAsync(default);
            foreach (var study in studies)
                db.StudyVersions.Add(StudyVersion.Of(study.Id, 1, StudyProtocol.Empty, Some.Moment));
            foreach (var response in responses)
            {
                db.ResponseEntries.Add(
                    ResponseEntry.Of(
                        response.Id,
                        0,
                        null,
                        new EntryContent("0-t", null, "{}"u8.ToArray(), new byte[16]),
                        Some.Moment
                    )
                );
                db.ConsentRulings.Add(response.Rule(Ruling.Accepted, world.Researcher.Key, "", Some.Moment));
                db.Feedback.Add(Feedback.Give(response, world.Researcher.Key, "Thanks", Some.Moment));
            }

            return await db.SaveChangesAsync(default);
        });

        async Task<int> Count<T>(Func<PageNumber, IRequest<Domain.Outcome<NumberedPage<T>>>> request, int size)
        {
            var earlier = chs.Statements;
            var page = await chs.SendAsync(world.Researcher, request(new PageNumber(1, size)));
            Assert.False(page.Failed);
            return chs.Statements - earlier;
        }

        async Task Same<T>(Func<PageNumber, IRequest<Domain.Outcome<NumberedPage<T>>>> request)
        {
            // Two, because the first of them may be the reader, of whom nothing is noted in the audit log.
            var (two, many) = (await Count(request, 2), await Count(request, 100));
            Assert.True(
                two == many && many is > 0 and < 12,
                $"{typeof(T).Name}: {two} statements for two, {many} for many"
            );
        }

        await Same(page => new ListSessions(page, null, null));
        await Same(page => new ListSessionsOfStudy(world.Study.Uuid, page, null));
        await Same(page => new ListStudiesForJsonApi(page));
        await Same(page => new ListChildrenForJsonApi(page, null, null));
        await Same(page => new ListUsersForJsonApi(page));
        await Same(page => new ListDemographicsForJsonApi(page, null, "age,-pk"));
        await Same(page => new ListFeedback(page));
        await Same(page => new ListLabsForJsonApi(page));

        var session = (await chs.AnswerAsync(world.Parent, new ListSessions(new PageNumber(1, 1), null, null))).Items[
            0
        ];
        var before = chs.Statements;
        Assert.Equal(12, (await chs.AnswerAsync(world.Parent, new ListPastSessions(session.Header.Id))).Count);
        Assert.InRange(chs.Statements - before, 1, 8);
    }

    [Fact]
    public void Pictures_of_people_are_png_and_differ()
    {
        var (one, other) = (
            Identicon.Of(new Guid("10000000-0000-4000-8000-000000000000")),
            Identicon.Of(new Guid("20000000-0000-4000-8000-000000000000"))
        );
        Assert.StartsWith("data:image/png;base64,iVBORw0KGgo", one);
        Assert.NotEqual(one, other);
        Assert.Equal(one, Identicon.Of(new Guid("10000000-0000-4000-8000-000000000000")));
    }
}
