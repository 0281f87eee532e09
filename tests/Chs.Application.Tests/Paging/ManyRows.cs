using Chs.Domain.Accounts;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Testing;

namespace Chs.Application.Tests.Paging;

/// <summary>A world with enough of everything for a long page.</summary>
static class ManyRows
{
    /// <summary>Rows of each kind.</summary>
    public const int Count = 12;

    /// <summary>Adds studies, children, demographic snapshots, and responses with an entry, a ruling and feedback.</summary>
    public static async Task AddAsync(TestChs chs, World world) =>
        await chs.WithAsync(async db =>
        {
            Study[] studies = [.. Enumerable.Range(0, Count).Select(i => StudyNamed(world, $"S{i}"))];
            Response[] responses = [.. Enumerable.Range(0, Count).Select(_ => CompletedResponse(world))];
            db.Studies.AddRange(studies);
            db.Responses.AddRange(responses);
            for (var i = 0; i < Count; i++)
            {
                db.Children.Add(Child.Register(world.Parent.Key, Some.Profile($"Kid {i}"), Some.Moment).Value);
                db.DemographicSnapshots.Add(
                    DemographicSnapshot.Take(world.Parent.Key, null, DemographicAnswers.None, Some.Moment)
                );
            }

            await db.SaveChangesAsync(default);
            foreach (var response in responses)
            {
                var content = new EntryContent("0-t", null, "{}"u8.ToArray(), new byte[16]);
                db.ResponseEntries.Add(ResponseEntry.Of(response.Id, 0, null, content, Some.Moment));
                db.ConsentRulings.Add(response.RuleOnConsent(Ruling.Accepted, "", Some.DeedOf(world.Researcher)).Value);
                db.Feedback.Add(Feedback.Give(response, "Thanks", Some.DeedOf(world.Researcher)));
            }

            return await db.SaveChangesAsync(default);
        });

    static Study StudyNamed(World world, string name) => Some.Study(world.Lab, Some.DeedOf(world.Researcher), name);

    static Response CompletedResponse(World world)
    {
        var response = Response.Start(
            world.Study,
            1,
            world.Child.Id,
            world.Parent.Key,
            null,
            preview: false,
            ["Eligible"],
            Some.Moment
        );
        response.Update(new ResponseFlags { Completed = true, CompletedConsentFrame = true }, Some.Moment);
        return response;
    }
}
