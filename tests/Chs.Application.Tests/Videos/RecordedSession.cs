using Chs.Application.Tests.Responses;
using Chs.Application.Videos;
using Chs.Domain.Studies;
using Chs.Domain.Videos;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Tests.Videos;

/// <summary>A session with four videos, one of which was registered as consent footage.</summary>
sealed record RecordedSession(World World, Guid Response)
{
    public static async Task<RecordedSession> MakeAsync(TestChs chs, StudyType type = StudyType.JsPsych)
    {
        var world = await World.MakeAsync(chs);
        var response =
            type is StudyType.Frameplayer ? await chs.StartFrameplayerAsync(world) : await chs.StartAsync(world);
        var session = new RecordedSession(world, response);
        await chs.SucceedsAsync(null, session.Recording("0-intro"));
        await chs.SucceedsAsync(null, session.Recording("1-consent"));
        await chs.SucceedsAsync(null, session.Recording("2-test"));
        await chs.SucceedsAsync(null, session.Recording("3-early", consent: true));
        return session;
    }

    /// <summary>The registration of a video of one frame.</summary>
    public RegisterVideo Recording(string frame, bool consent = false) =>
        new(World.Study.Uuid, Response, new VideoFacts(frame, NameOf(frame), null, null, Some.Moment, consent));

    public string NameOf(string frame) => $"videoStream_{World.Study.Uuid}_{frame}_{Response}.webm";

    /// <summary>The frames of the videos that are left, with an exclamation mark behind consent footage.</summary>
    public static async Task<string> RemainingAsync(TestChs chs)
    {
        var videos = await chs.WithAsync(db => db.Videos.OrderBy(v => v.FrameId).ToListAsync());
        return string.Join(' ', videos.Select(v => v.IsConsentFootage ? v.FrameId + "!" : v.FrameId));
    }
}
