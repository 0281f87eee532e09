using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Plays;

/// <summary>Decides whether the actor may start a study with a participant now.</summary>
sealed class PlayStartFinder(IChsDb db, StudyFinder studies, Actor actor)
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
            child = await FindParticipantAsync(id, studyId, isPreview, cancellationToken);
            if (child is null)
                return Error.NotFound("child");
        }

        var foundStudy = await studies.FindToStartAsync(studyId, isPreview, cancellationToken);
        if (foundStudy.Failed)
            return foundStudy.Error;
        var study = foundStudy.Value;
        // Only the frameplayer can run without a participant.
        if (child is null && study.Type is not StudyType.Frameplayer)
            return Error.NotFound("child");
        return new PlayStart(study, child);
    }

    /// <summary>A child of the actor or, in a preview, a test participant of the study.</summary>
    Task<Child?> FindParticipantAsync(Guid id, Guid studyId, bool isPreview, CancellationToken cancellationToken)
    {
        var user = actor.Key;
        return db
            .Children.AsNoTracking()
            .SingleOrDefaultAsync(
                c =>
                    c.Uuid == id
                    && !c.IsDeleted
                    && (
                        c.TestOfStudyId == null
                            ? c.UserId == user
                            : isPreview && db.Studies.Any(s => s.Id == c.TestOfStudyId && s.Uuid == studyId)
                    ),
                cancellationToken
            );
    }
}

/// <summary>A study that may be started, and with whom.</summary>
/// <param name="Study">It isn't tracked.</param>
/// <param name="Child">Null in a preview without a child.</param>
sealed record PlayStart(Study Study, Child? Child);
