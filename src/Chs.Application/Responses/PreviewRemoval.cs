using Chs.Application.Ports;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Removes the previews of a study, with its test participants.</summary>
sealed class PreviewRemoval(IChsDb db, ResponseRemoval responses)
{
    /// <summary>
    /// Deletes the responses of a study's previews and its test participants, and schedules the removal of the videos.
    /// </summary>
    /// <remarks>Runs in the request's transaction; the pipeline saves.</remarks>
    public async Task<DeletedPreviews> RunAsync(Study study, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var participants = db.Children.Where(c => c.TestOfStudyId == study.Id);
        // Whoever begins a preview with one of them at this moment locks it too: one waits for the other.
        await participants.ExecuteUpdateAsync(
            set => set.SetProperty(c => c.Version, c => c.Version),
            cancellationToken
        );
        var previews = db.Responses.Where(r => r.StudyId == study.Id && r.IsPreview);
        var removed = await responses.RunAsync(previews, now, cancellationToken);
        var count = await participants.ExecuteDeleteAsync(cancellationToken);
        return new DeletedPreviews(removed, count);
    }
}
