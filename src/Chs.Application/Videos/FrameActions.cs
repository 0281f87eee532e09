using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Domain.Videos;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Videos;

/// <summary>
/// Effects of a session's last frame or trial on its videos: a consent marks its own, a withdrawal removes the others.
/// </summary>
sealed class FrameActions(IChsDb db)
{
    /// <summary>Kind of the trial or frame that records the consent.</summary>
    public const string Consent = "consent";

    /// <summary>
    /// Applies the effects of the last frame. Called in the transaction of a save, after the entries have been
    /// saved.
    /// </summary>
    /// <remarks>Data without the expected members have no effect.</remarks>
    public async Task ApplyAsync(Response response, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await LastFrameAsync(response, cancellationToken) is not { } frame)
            return;
        switch (frame.Kind)
        {
            case SessionData.ExitKind when ExitAnswers.Of(frame.Survey).Withdrawn:
                await RemoveVideosAsync(response, now, cancellationToken);
                break;
            case Consent:
                await MarkConsentVideosAsync(response, frame.Id, cancellationToken);
                break;
        }
    }

    /// <summary>Whether a saved frame or trial is a consent, so that its video shows one, also when it arrives later.</summary>
    /// <param name="response">The session.</param>
    /// <param name="frameId">Id of the frame, or label of the trial.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    public Task<bool> IsConsentAsync(Response response, string frameId, CancellationToken cancellationToken) =>
        db.ResponseEntries.AnyAsync(
            e => e.ResponseId == response.Id && e.Kind == Consent && (e.Label == frameId || e.Key == frameId),
            cancellationToken
        );

    async Task RemoveVideosAsync(Response response, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var videos = await db
            .Videos.Where(v => v.ResponseId == response.Id && !v.IsConsentFootage)
            .ToListAsync(cancellationToken);
        foreach (var video in videos)
        {
            db.VideoRemovals.Add(VideoRemoval.Of(video, response, now));
            db.Videos.Remove(video);
        }
    }

    async Task MarkConsentVideosAsync(Response response, string frameId, CancellationToken cancellationToken)
    {
        var videos = await db
            .Videos.Where(v => v.ResponseId == response.Id && v.FrameId == frameId)
            .ToListAsync(cancellationToken);
        foreach (var video in videos)
            video.MarkAsConsent();
    }

    /// <summary>The frame at the end of the sequence; null when there is none.</summary>
    Task<Frame?> LastFrameAsync(Response response, CancellationToken cancellationToken)
    {
        var entries = db.ResponseEntries.AsNoTracking().Where(e => e.ResponseId == response.Id);
        return response.StudyType is StudyType.JsPsych
            ? LastTrialAsync(response, entries, cancellationToken)
            : LastPlayerFrameAsync(response, entries, cancellationToken);
    }

    /// <summary>The kind of the last trial, with the label of the last trial that has one.</summary>
    static async Task<Frame?> LastTrialAsync(
        Response response,
        IQueryable<ResponseEntry> entries,
        CancellationToken cancellationToken
    )
    {
        var last = await entries
            .OrderByDescending(e => e.Ordinal)
            .Select(e => new
            {
                e.Kind,
                Label = entries
                    .Where(labelled => labelled.Label != null)
                    .OrderByDescending(labelled => labelled.Ordinal)
                    .Select(labelled => labelled.Label)
                    .FirstOrDefault(),
            })
            .FirstOrDefaultAsync(cancellationToken);
        return last?.Label is { } label ? new Frame(label, last.Kind, response.ExitAnswers) : null;
    }

    static async Task<Frame?> LastPlayerFrameAsync(
        Response response,
        IQueryable<ResponseEntry> entries,
        CancellationToken cancellationToken
    )
    {
        if (SessionSequence.Of(response.Sequence, []) is not [.., var id])
            return null;
        var frame = await entries
            .Where(e => e.Key == id)
            .Select(e => new { e.Kind, e.Payload })
            .FirstOrDefaultAsync(cancellationToken);
        if (frame is null)
            return null;
        var survey = frame.Kind == SessionData.ExitKind ? ExitAnswers.Extract(frame.Payload) : null;
        return new Frame(OddCharacters.Replace(id), frame.Kind, survey);
    }

    /// <param name="Id">Id of the frame, or label of the trial: the videos of the frame name it.</param>
    /// <param name="Survey">JSON text of the exit survey's answers; null for frames of other kinds.</param>
    sealed record Frame(string Id, string? Kind, string? Survey);
}
