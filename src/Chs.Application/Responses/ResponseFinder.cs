using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>
/// Finds responses for the actor: a family's own ones, and those on which a researcher may work. Who may see a study, but
/// has no right on any of its responses, is told so; for everybody else it is as if it didn't exist.
/// </summary>
sealed class ResponseFinder(IChsDb db, AccessControl access, Actor actor)
{
    /// <summary>
    /// Responses of all studies that the actor may read: of the actor's own children, and consented ones of studies
    /// whose data the actor may read.
    /// </summary>
    public async Task<IQueryable<Response>> VisibleAsync(CancellationToken cancellationToken)
    {
        if (actor.Play is { } play)
            return db.Responses.Where(play.Readable(actor.Key));
        var mayReadResponses = await access.StudiesWithRightsAsync(StudyRight.ReadResponses, cancellationToken);
        var mayReadPreviews = await access.StudiesWithRightsAsync(StudyRight.ReadPreviews, cancellationToken);
        var withResponses = db.Studies.Where(mayReadResponses).Select(s => s.Id);
        var withPreviews = db.Studies.Where(mayReadPreviews).Select(s => s.Id);
        var readable = Response.IsConsented.And(r =>
            r.IsPreview ? withPreviews.Contains(r.StudyId) : withResponses.Contains(r.StudyId)
        );
        return db.Responses.Where(readable.Or(r => r.ParticipantId == actor.FamilyKey));
    }

    /// <summary>
    /// Responses of a study that the actor may read: those of the actor's own children, and those that the actor may
    /// read as a researcher.
    /// </summary>
    /// <param name="studyId">The study.</param>
    /// <param name="childId">Restricts the responses to one of the actor's own children; null for all.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    public async Task<Outcome<IQueryable<Response>>> FindVisibleAsync(
        Guid studyId,
        Guid? childId,
        CancellationToken cancellationToken
    )
    {
        if (actor.Play is { } play)
            return FindPlayed(play, studyId, childId);
        var study = await FindStudyAsync(studyId, cancellationToken);
        if (study is null)
            return Error.NotFound("study");

        var own = db.Responses.Where(r => r.StudyId == study.Id && r.ParticipantId == actor.FamilyKey);
        if (childId is { } child)
            own = own.Where(r => db.Children.Any(c => c.Id == r.ChildId && c.Uuid == child));
        if (childId is not null || await ReadableAsync(study, isPreview: null, cancellationToken) is not { } readable)
            return Outcome<IQueryable<Response>>.Of(own);
        var ownOrReadable = db.Responses.Where(r => own.Any(o => o.Id == r.Id) || readable.Any(o => o.Id == r.Id));
        return Outcome<IQueryable<Response>>.Of(ownOrReadable);
    }

    /// <summary>
    /// Finds a study with the responses that the actor may read as a researcher: real ones with the right to responses,
    /// previews with the right to previews.
    /// </summary>
    /// <param name="studyId">The study.</param>
    /// <param name="isPreview">
    /// The only kind that is asked for: who may read the other kind only is told so. Null: whatever the actor may read.
    /// </param>
    /// <param name="cancellationToken">Stops looking.</param>
    public async Task<Outcome<ResponsesOfStudy>> FindReadableAsync(
        Guid studyId,
        bool? isPreview,
        CancellationToken cancellationToken
    )
    {
        var study = await FindStudyAsync(studyId, cancellationToken);
        if (study is null)
            return Error.NotFound("study");
        return await ReadableAsync(study, isPreview, cancellationToken) is { } readable
            ? new ResponsesOfStudy(study, readable)
            : await RefusalAsync(study, ResponseErrors.NotReadable, cancellationToken);
    }

    /// <summary>Finds the key of a response that the actor may read as a researcher of the study.</summary>
    public async Task<Outcome<long>> FindReadableKeyAsync(
        Guid studyId,
        Guid responseId,
        CancellationToken cancellationToken
    )
    {
        var found = await FindReadableAsync(studyId, isPreview: null, cancellationToken);
        if (found.Failed)
            return found.Error;
        return await KeyAsync(found.Value.Responses, responseId, cancellationToken) is { } key
            ? key
            : Error.NotFound("response");
    }

    /// <summary>
    /// Finds a study with its responses of the kinds that the actor may read, with or without a consent: to be counted, not
    /// to be shown.
    /// </summary>
    /// <inheritdoc cref="FindReadableAsync(Guid, bool?, CancellationToken)" path="/param"/>
    public async Task<Outcome<ResponsesOfStudy>> FindToCountAsync(
        Guid studyId,
        bool? isPreview,
        CancellationToken cancellationToken
    )
    {
        var study = await FindStudyAsync(studyId, cancellationToken);
        if (study is null)
            return Error.NotFound("study");
        var responses = await ByRightAsync(
            study,
            StudyRight.ReadResponses,
            StudyRight.ReadPreviews,
            isPreview,
            cancellationToken
        );
        return responses is null
            ? await RefusalAsync(study, ResponseErrors.NotReadable, cancellationToken)
            : new ResponsesOfStudy(study, responses);
    }

    /// <summary>
    /// Finds a study with the responses of which the actor may read what browsers met: those whose data the actor may read,
    /// and all previews, in which no family takes part.
    /// </summary>
    public async Task<Outcome<ResponsesOfStudy>> FindWithErrorsAsync(Guid studyId, CancellationToken cancellationToken)
    {
        var study = await FindStudyAsync(studyId, cancellationToken);
        if (study is null)
            return Error.NotFound("study");
        var responses = await ByRightAsync(
            study,
            StudyRight.ReadResponses,
            StudyRight.ReadPreviews,
            isPreview: null,
            cancellationToken
        );
        return responses is null
            ? await RefusalAsync(study, ResponseErrors.NotReadable, cancellationToken)
            : new ResponsesOfStudy(study, responses.Where(Response.IsConsented.Or(r => r.IsPreview)));
    }

    /// <summary>Finds a study with the responses on whose consent the actor may rule.</summary>
    public async Task<Outcome<ResponsesOfStudy>> FindToRuleOnAsync(Guid studyId, CancellationToken cancellationToken)
    {
        var study = await FindStudyAsync(studyId, cancellationToken);
        if (study is null)
            return Error.NotFound("study");
        var toRuleOn = await ByRightAsync(
            study,
            StudyRight.CodeConsent,
            StudyRight.CodePreviewConsent,
            isPreview: null,
            cancellationToken
        );
        return toRuleOn is null
            ? await RefusalAsync(study, ResponseErrors.NotToRuleOn, cancellationToken)
            : new ResponsesOfStudy(study, toRuleOn);
    }

    /// <summary>Finds a response that the actor may read as a researcher, or on whose consent the actor may rule.</summary>
    public async Task<Outcome<ShownResponse>> FindShownAsync(
        Guid studyId,
        Guid responseId,
        CancellationToken cancellationToken
    )
    {
        var study = await FindStudyAsync(studyId, cancellationToken);
        if (study is null)
            return Error.NotFound("study");
        var readable = await ReadableAsync(study, isPreview: null, cancellationToken);
        var toRuleOn = await ByRightAsync(
            study,
            StudyRight.CodeConsent,
            StudyRight.CodePreviewConsent,
            isPreview: null,
            cancellationToken
        );
        if (readable is null && toRuleOn is null)
            return await RefusalAsync(study, ResponseErrors.NotShown, cancellationToken);
        if (await KeyAsync(readable, responseId, cancellationToken) is { } readableKey)
            return new ShownResponse(readableKey, IsReadable: true);
        return await KeyAsync(toRuleOn, responseId, cancellationToken) is { } key
            ? new ShownResponse(key, IsReadable: false)
            : Error.NotFound("response");
    }

    /// <param name="study">A study on none of whose responses the actor has the right.</param>
    /// <param name="forbidden">The answer to those who may see the study.</param>
    async Task<Error> RefusalAsync(Study study, Error forbidden, CancellationToken cancellationToken) =>
        await access.CanSeeAsync(study, cancellationToken) ? forbidden : Error.NotFound("study");

    /// <summary>What lists show of responses, newest first.</summary>
    public IQueryable<ResponseRow> RowsOf(IQueryable<Response> responses) =>
        from response in responses
        join child in db.Children on response.ChildId equals child.Id
        join parent in db.Users on response.ParticipantId equals parent.Id
        orderby response.Id descending
        select new ResponseRow
        {
            Key = response.Id,
            Id = response.Uuid,
            ChildId = child.Uuid,
            ParentId = parent.Uuid,
            IsPreview = response.IsPreview,
            Completed = response.Completed,
            CompletedConsentFrame = response.CompletedConsentFrame,
            Ruling = response.Ruling,
            Entries = response.EntryCount,
            RevisionCount = response.RevisionCount,
            DroppedRevisionCount = response.DroppedRevisionCount,
            BrowserErrorCount = db.BrowserErrors.Count(e => e.ResponseId == response.Id),
            IsParticipation = Participations.Any(p => p.Id == response.Id),
            StudyVersion = response.StudyVersion,
            ExitAnswers = response.ExitAnswers,
            Eligibility = response.Eligibility,
            CreatedAt = response.CreatedAt,
            ModifiedAt = response.ModifiedAt,
            Version = response.Version,
        };

    IQueryable<Response> Participations => db.Responses.Where(Participation.Counts);

    Outcome<IQueryable<Response>> FindPlayed(PlayGrant play, Guid studyId, Guid? childId)
    {
        if (studyId != play.StudyId || play.ChildId is null)
            return Error.NotFound("study");
        var played = db.Responses.Where(play.Readable(actor.Key));
        return Outcome<IQueryable<Response>>.Of(
            childId is null || childId == play.ChildId ? played : played.Where(_ => false)
        );
    }

    static async Task<long?> KeyAsync(
        IQueryable<Response>? responses,
        Guid responseId,
        CancellationToken cancellationToken
    ) =>
        responses is null
            ? null
            : await responses
                .Where(r => r.Uuid == responseId)
                .Select(r => (long?)r.Id)
                .SingleOrDefaultAsync(cancellationToken);

    Task<Study?> FindStudyAsync(Guid id, CancellationToken cancellationToken) =>
        db.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Uuid == id, cancellationToken);

    /// <remarks>
    /// Consent must have been accepted, except in studies that run elsewhere, where none is recorded.
    /// </remarks>
    /// <returns>Null when the actor may read none.</returns>
    async Task<IQueryable<Response>?> ReadableAsync(Study study, bool? isPreview, CancellationToken cancellationToken)
    {
        var responses = await ByRightAsync(
            study,
            StudyRight.ReadResponses,
            StudyRight.ReadPreviews,
            isPreview,
            cancellationToken
        );
        return study.Type is StudyType.External ? responses : responses?.Where(Response.IsConsented);
    }

    /// <returns>The study's responses for which the actor holds the right; null when the actor has none that is asked for.</returns>
    async Task<IQueryable<Response>?> ByRightAsync(
        Study study,
        StudyRight responseRight,
        StudyRight previewRight,
        bool? isPreview,
        CancellationToken cancellationToken
    )
    {
        var withReal = isPreview != true && await access.HasRightsAsync(responseRight, study, cancellationToken);
        var withPreviews = isPreview != false && await access.HasRightsAsync(previewRight, study, cancellationToken);
        if (!withReal && !withPreviews)
            return null;
        return db.Responses.Where(r =>
            r.StudyId == study.Id && r.StudyType == study.Type && (r.IsPreview ? withPreviews : withReal)
        );
    }
}

/// <summary>A response of which the actor may see something as a researcher.</summary>
/// <param name="IsReadable">Whether all of it; otherwise what is needed to rule on its consent.</param>
sealed record ShownResponse(long Key, bool IsReadable);
