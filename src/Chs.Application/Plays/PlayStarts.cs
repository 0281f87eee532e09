using Chs.Application.Accounts;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Studies;

namespace Chs.Application.Plays;

/// <summary>Decides whether the actor may start a study with a participant now.</summary>
sealed class PlayStarts(ChildFinder children, StudyFinder studies)
{
    /// <param name="childId">Who takes part; null in a preview without a child.</param>
    public async Task<Outcome<PlayStart>> FindAsync(
        Guid studyId,
        Guid? childId,
        bool isPreview,
        CancellationToken cancellationToken
    )
    {
        if (childId is null && !isPreview)
            return Error.NotFound("child");
        Child? child = null;
        if (childId is { } id)
        {
            var foundChild = await children.FindOwnAsync(id, cancellationToken);
            if (foundChild.Failed)
                return foundChild.Error;
            child = foundChild.Value;
        }

        var foundStudy = await studies.FindStartableAsync(studyId, isPreview, cancellationToken);
        if (foundStudy.Failed)
            return foundStudy.Error;
        var study = foundStudy.Value;
        // Only the frameplayer can run without a participant.
        if (child is null && study.Type is not StudyType.Frameplayer)
            return Error.NotFound("child");
        return study is { Type: StudyType.Frameplayer, CurrentBuildId: null }
            ? StudyErrors.NotBuilt
            : new PlayStart(study, child);
    }
}

/// <summary>A study that may be started, and with whom.</summary>
/// <param name="Study">It isn't tracked.</param>
/// <param name="Child">Null in a preview without a child.</param>
sealed record PlayStart(Study Study, Child? Child);
