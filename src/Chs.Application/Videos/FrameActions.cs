using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Domain.Videos;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Videos;

/// <summary>What follows for a session's films from the frame or trial that came last: a consent marks its films, a withdrawal removes the others.</summary>
static class FrameActions
{
    public const string Consent = "consent";

    extension(IChsDb db)
    {
        /// <summary>Call it in the transaction of a save, after the save. Data that don't say what is expected lead to nothing.</summary>
        public async Task ActOnLastFrameAsync(
            Response response,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            if (await db.LastFrameAsync(response, cancellationToken) is not { } frame)
                return;
            switch (frame.Kind)
            {
                case SessionData.Exit when ExitAnswers.Of(frame.Survey).Withdrawn:
                    foreach (
                        var video in await db
                            .Videos.Where(v => v.ResponseId == response.Id && !v.IsConsentFootage)
                            .ToListAsync(cancellationToken)
                    )
                    {
                        db.VideoRemovals.Add(VideoRemoval.Of(video, response, now));
                        db.Videos.Remove(video);
                    }

                    break;
                case Consent:
                    foreach (
                        var video in await db
                            .Videos.Where(v => v.ResponseId == response.Id && v.FrameId == frame.Id)
                            .ToListAsync(cancellationToken)
                    )
                        video.MarkAsConsent();
                    break;
            }
        }

        /// <summary>The frame that the sequence ends with; null when there is none.</summary>
        async Task<Frame?> LastFrameAsync(Response response, CancellationToken cancellationToken)
        {
            var entries = db.ResponseEntries.AsNoTracking().Where(e => e.ResponseId == response.Id);
            if (response.StudyType is StudyType.JsPsych)
            {
                var last = await entries
                    .OrderByDescending(e => e.Ordinal)
                    .Select(e => new
                    {
                        e.Kind,
                        Id = entries
                            .Where(named => named.Label != null)
                            .OrderByDescending(named => named.Ordinal)
                            .Select(named => named.Label)
                            .FirstOrDefault(),
                    })
                    .FirstOrDefaultAsync(cancellationToken);
                return last?.Id is null ? null : new Frame(last.Id, last.Kind, response.ExitAnswers);
            }

            if (SessionViews.SequenceOf(response, []) is not [.., var id])
                return null;
            var frame = await entries
                .Where(e => e.Key == id)
                .Select(e => new { e.Kind, e.Payload })
                .FirstOrDefaultAsync(cancellationToken);
            return frame is null
                ? null
                : new Frame(id, frame.Kind, frame.Kind == SessionData.Exit ? ExitAnswers.Extract(frame.Payload) : null);
        }
    }

    /// <param name="Survey">JSON text of the exit answers, for an exit.</param>
    sealed record Frame(string Id, string? Kind, string? Survey);
}
