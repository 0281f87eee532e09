using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>
/// Finds studies for the actor. A study that doesn't exist and one that the actor may not see are refused alike; one that
/// the actor may see but lacks the right on is forbidden.
/// </summary>
sealed class StudyFinder(IChsDb db, AccessControl access)
{
    /// <summary>Finds a study on which the actor holds the right.</summary>
    public Task<Outcome<Study>> FindAsync(Guid id, StudyRight right, CancellationToken cancellationToken) =>
        FindAsync(id, right, null, cancellationToken);

    /// <summary>Finds a study on which the actor holds the right, and refuses it when it was changed since it was read.</summary>
    /// <param name="id">The study.</param>
    /// <param name="right">A right that the actor must have.</param>
    /// <param name="ifVersion">The versions that were read; null: any.</param>
    public async Task<Outcome<Study>> FindAsync(
        Guid id,
        StudyRight right,
        ExpectedVersions? ifVersion,
        CancellationToken cancellationToken
    )
    {
        var study = await db.Studies.SingleOrDefaultAsync(s => s.Uuid == id, cancellationToken);
        if (study is null || !await access.CanSeeAsync(study, cancellationToken))
            return Error.NotFound("study");
        if (right is not StudyRight.ReadDetails && !await access.HasRightsAsync(right, study, cancellationToken))
            return Error.Forbidden;
        return study.StaleUnless(ifVersion) is { } stale ? stale : study;
    }

    /// <summary>Finds a study as <c>FindAsync</c> does, together with its draft, its researchers and its criteria.</summary>
    /// <param name="id">The study.</param>
    /// <param name="right">A right that the actor must have.</param>
    /// <param name="ifVersion">The versions that were read; null: any.</param>
    public async Task<Outcome<Study>> FindWholeAsync(
        Guid id,
        StudyRight right,
        ExpectedVersions? ifVersion,
        CancellationToken cancellationToken
    )
    {
        var found = await FindAsync(id, right, ifVersion, cancellationToken);
        if (found.Failed)
            return found;
        // Only now, and one after the other: a join of all would repeat the study's texts in each of its rows.
        await db.LoadAsync(found.Value, s => s.Researchers, cancellationToken);
        await db.LoadAsync(found.Value, s => s.Criteria, cancellationToken);
        await LoadDraftAsync(found.Value, cancellationToken);
        return found;
    }

    /// <summary>Finds a study that is active, or that the actor may see or review. It isn't tracked.</summary>
    public async Task<Outcome<Study>> FindPlayableAsync(Guid id, CancellationToken cancellationToken)
    {
        var study = await db.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Uuid == id, cancellationToken);
        if (study is null)
            return Error.NotFound("study");
        var isOpen = study.TakesFamilies && access.Actor is not { IsLimitedToStudies: true };
        return isOpen || await access.CanSeeAsync(study, cancellationToken) ? study : Error.NotFound("study");
    }

    /// <summary>
    /// Finds a study in which the actor may start a session. One that is archived, or that the actor may not see and that
    /// never was active, is as if it didn't exist; another one that isn't active is refused as that. It isn't tracked.
    /// </summary>
    /// <param name="id">The study.</param>
    /// <param name="isPreview">
    /// Whether the actor wants to preview it rather than take part; null: unless it is active.
    /// </param>
    public async Task<Outcome<Study>> FindStartableAsync(Guid id, bool? isPreview, CancellationToken cancellationToken)
    {
        var study = await db.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Uuid == id, cancellationToken);
        if (study is null || study.State is StudyState.Archived)
            return Error.NotFound("study");
        if (isPreview ?? !study.TakesFamilies)
            return await access.CanPreviewAsync(study, cancellationToken) ? study : Error.NotFound("study");
        if (study.TakesFamilies)
            return study;
        return study.HasStopped || await access.CanSeeAsync(study, cancellationToken)
            ? await NotActiveAsync(study, cancellationToken)
            : Error.NotFound("study");
    }

    /// <summary>Finds a study as <c>FindStartableAsync</c> does, and refuses one whose files aren't built yet.</summary>
    /// <param name="id">The study.</param>
    /// <param name="isPreview">Whether the actor wants to preview it rather than take part.</param>
    public async Task<Outcome<Study>> FindToStartAsync(Guid id, bool isPreview, CancellationToken cancellationToken)
    {
        var found = await FindStartableAsync(id, isPreview, cancellationToken);
        if (found.Failed || !found.Value.LacksBuild)
            return found;
        // Families can do nothing about it.
        return await access.CanSeeAsync(found.Value, cancellationToken)
            ? StudyErrors.NotBuilt
            : await NotActiveAsync(found.Value, cancellationToken);
    }

    /// <summary>
    /// Tells families that a study doesn't take them now, and whom they can ask. Archived studies, and those of a demo that
    /// is off, are gone.
    /// </summary>
    public async Task<Error> NotActiveAsync(Study study, CancellationToken cancellationToken)
    {
        if (study.State is StudyState.Archived || study.IsOfClosedDemo)
            return Error.NotFound("study");
        if (!string.IsNullOrWhiteSpace(study.Details.ContactInfo))
            return StudyErrors.NotActive(study.Details.ContactInfo);
        var lab = await db
            .Labs.Where(l => l.Id == study.LabId)
            .Select(l => l.ContactEmail)
            .SingleOrDefaultAsync(cancellationToken);
        return StudyErrors.NotActive(lab ?? "");
    }

    /// <summary>Finds a version of the protocol of a study whose details the actor may read.</summary>
    public async Task<Outcome<StudyVersion>> FindVersionAsync(Guid id, int number, CancellationToken cancellationToken)
    {
        var study = await FindAsync(id, StudyRight.ReadDetails, cancellationToken);
        if (study.Failed)
            return study.Error;
        var version = await db
            .StudyVersions.AsNoTracking()
            .SingleOrDefaultAsync(v => v.StudyId == study.Value.Id && v.Number == number, cancellationToken);
        return version is null ? Error.NotFound("version") : version;
    }

    /// <summary>Loads the version of the protocol that previews run, which is <see cref="Study.Draft"/> from then on.</summary>
    public Task<StudyVersion> LoadDraftAsync(Study study, CancellationToken cancellationToken) =>
        db.StudyVersions.SingleAsync(v => v.StudyId == study.Id && v.Number == study.DraftNumber, cancellationToken);
}
