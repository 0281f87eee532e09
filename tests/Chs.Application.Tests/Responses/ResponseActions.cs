using System.Text;
using System.Text.Json;
using Chs.Application.Responses;
using Chs.Domain.Accounts;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Responses;

/// <summary>Steps that many tests of sessions take.</summary>
static class ResponseActions
{
    extension(TestChs chs)
    {
        /// <summary>The parent saves, which must succeed.</summary>
        public async Task<SessionView> SavesAsync(World world, Guid response, string? data, ResponseFlags? flags = null)
        {
            var saved = await chs.SaveAsync(world, response, data, flags);
            Assert.True(!saved.Failed, $"'{data}' was refused: {saved.Error}");
            return saved.Value;
        }

        /// <summary>A session whose consent was accepted.</summary>
        public async Task<Guid> StartWithConsentAsync(World world)
        {
            var response = await chs.StartAsync(world);
            await chs.ConsentAsync(world, response);
            return response;
        }

        /// <summary>
        /// Starts a session that holds frames, in a study that isn't built: builds have tests of their own.
        /// </summary>
        public async Task<Guid> StartFrameplayerAsync(World world)
        {
            var response = await chs.StartAsync(world);
            await chs.WithAsync(db =>
                db.Responses.Where(r => r.Uuid == response)
                    .ExecuteUpdateAsync(set =>
                        set.SetProperty(r => r.StudyType, StudyType.Frameplayer)
                            .SetProperty(r => r.Shape, DataShape.Object)
                            .SetProperty(r => r.Sequence, "[]")
                    )
            );
            return response;
        }

        /// <summary>The researcher previews the study with a child of their own.</summary>
        public async Task<Guid> StartPreviewAsync(World world)
        {
            var child = await chs.WithAsync(async db =>
            {
                var registered = Child
                    .Register(world.Researcher.Key, Some.Profile("Try"), Some.Moment, Some.Today)
                    .Value;
                db.Children.Add(registered);
                await db.SaveChangesAsync(default);
                return registered.Uuid;
            });
            var start = new StartResponse(world.Study.Uuid, child, Preview: true);
            return (await chs.AnswerAsync(world.Researcher, start)).Response!.Id;
        }

        /// <summary>Gives a session an accepted consent, whoever takes part in it.</summary>
        public Task AcceptConsentAsync(Guid response) =>
            chs.WithAsync(db =>
                db.Responses.Where(r => r.Uuid == response)
                    .ExecuteUpdateAsync(set =>
                        set.SetProperty(r => r.CompletedConsentFrame, true).SetProperty(r => r.Ruling, Ruling.Accepted)
                    )
            );

        /// <summary>The session as its parent reads it.</summary>
        public Task<SessionView> ReadSessionAsync(World world, Guid response) =>
            chs.AnswerAsync(world.Parent, new ReadSession(response));

        public Task<List<ResponseEntry>> EntriesAsync() =>
            chs.WithAsync(db => db.ResponseEntries.AsNoTracking().OrderBy(e => e.Ordinal).ToListAsync());
    }

    /// <summary>The data as they were sent.</summary>
    public static string Text(this SessionView view) => Encoding.UTF8.GetString(view.Data.Span);

    public static void AssertHolds(string json, SessionView view, string label) =>
        Assert.True(
            JsonElement.DeepEquals(JsonDocument.Parse(json).RootElement, JsonDocument.Parse(view.Data).RootElement),
            $"{label}: {view.Text()}"
        );
}
