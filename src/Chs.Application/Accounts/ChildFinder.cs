using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Finds the actor's own children, and the test participants of studies. A child of somebody else, or one that its parent
/// has removed, is as if it didn't exist.
/// </summary>
sealed class ChildFinder(IChsDb db, Actor actor)
{
    /// <summary>The actor's children, but removed ones and test participants.</summary>
    public IQueryable<Child> Own =>
        db.Children.Where(c => c.UserId == actor.Key && c.TestOfStudyId == null && !c.IsDeleted);

    /// <summary>Finds a child of the actor.</summary>
    public Task<Outcome<Child>> FindOwnAsync(Guid id, CancellationToken cancellationToken) =>
        FindOwnAsync(id, null, cancellationToken);

    /// <summary>Finds a child of the actor, and refuses it when it was changed since it was read.</summary>
    /// <param name="id">The child.</param>
    /// <param name="ifVersion">The versions that were read; null: any.</param>
    public async Task<Outcome<Child>> FindOwnAsync(
        Guid id,
        ExpectedVersions? ifVersion,
        CancellationToken cancellationToken
    )
    {
        var child = await Own.SingleOrDefaultAsync(c => c.Uuid == id, cancellationToken);
        if (child is null)
            return Error.NotFound("child");
        return child.StaleUnless(ifVersion) is { } stale ? stale : child;
    }

    /// <summary>
    /// Finds who takes part in a session that the actor starts: a child of the actor or, in a preview, a test participant
    /// of the study. Whether the actor may preview the study is decided elsewhere.
    /// </summary>
    /// <param name="id">The child or test participant.</param>
    /// <param name="studyId">The study.</param>
    /// <param name="isPreview">Whether the session is a preview.</param>
    public async Task<Outcome<Child>> FindParticipantAsync(
        Guid id,
        Guid studyId,
        bool isPreview,
        CancellationToken cancellationToken
    )
    {
        if (isPreview && await LockTestParticipantAsync(id, studyId, cancellationToken) is { } participant)
            return participant;
        return await FindOwnAsync(id, cancellationToken);
    }

    /// <summary>Finds who takes part in a play, and keeps a test participant from being deleted as below.</summary>
    /// <returns>Null when the play has none.</returns>
    public async Task<Child?> FindPlayedAsync(PlayGrant play, CancellationToken cancellationToken)
    {
        var child = await db.Children.SingleOrDefaultAsync(c => c.Id == play.ChildKey, cancellationToken);
        return child is { TestOfStudyId: not null }
            ? await LockTestParticipantAsync(child.Uuid, play.StudyId, cancellationToken)
            : child;
    }

    /// <summary>
    /// Finds a test participant of a study, whoever made it, and keeps it from being deleted until the running transaction
    /// ends.
    /// </summary>
    /// <returns>Null when the study has no such one.</returns>
    public async Task<Child?> LockTestParticipantAsync(Guid id, Guid studyId, CancellationToken cancellationToken)
    {
        var participants = db.Children.Where(c =>
            c.Uuid == id && !c.IsDeleted && db.Studies.Any(s => s.Id == c.TestOfStudyId && s.Uuid == studyId)
        );
        // An update that changes nothing takes the row's lock on both databases.
        var locked = await participants.ExecuteUpdateAsync(
            set => set.SetProperty(c => c.Version, c => c.Version),
            cancellationToken
        );
        return locked == 0 ? null : await participants.SingleAsync(cancellationToken);
    }
}
