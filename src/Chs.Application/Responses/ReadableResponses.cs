using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>The responses of one study on which a researcher may work.</summary>
static class ReadableResponses
{
    extension(IChsDb db)
    {
        /// <summary>
        /// Responses that the actor may read: real ones with the right to responses, previews with the right to
        /// previews.
        /// </summary>
        /// <remarks>
        /// Consent must have been accepted, except in studies that run elsewhere, where none is recorded.
        /// </remarks>
        public async Task<Outcome<(Study Study, IQueryable<Response> Responses)>> ReadableResponsesAsync(
            Guid studyId,
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            var found = await db.ResponsesByRightAsync(
                studyId,
                StudyRight.ReadResponses,
                StudyRight.ReadPreviews,
                access,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var (study, responses) = found.Value;
            if (study.Type is not StudyType.External)
                responses = responses.Where(r => r.Ruling == Ruling.Accepted && r.CompletedConsentFrame);
            return (study, responses);
        }

        /// <summary>Responses on whose consent the actor may rule.</summary>
        public Task<Outcome<(Study Study, IQueryable<Response> Responses)>> ResponsesToRuleOnAsync(
            Guid studyId,
            AccessControl access,
            CancellationToken cancellationToken
        ) =>
            db.ResponsesByRightAsync(
                studyId,
                StudyRight.CodeConsent,
                StudyRight.CodePreviewConsent,
                access,
                cancellationToken
            );

        /// <summary>
        /// A study and those of its responses for which the actor holds the right. Without either right the study is
        /// not found.
        /// </summary>
        async Task<Outcome<(Study Study, IQueryable<Response> Responses)>> ResponsesByRightAsync(
            Guid studyId,
            StudyRight responseRight,
            StudyRight previewRight,
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            if (access.Actor is null)
                return Error.Unauthenticated;
            var study = await db.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Uuid == studyId, cancellationToken);
            if (study is null)
                return Error.NotFound("study");

            var withReal = await access.HasRightsAsync(responseRight, study, cancellationToken);
            var withPreviews = await access.HasRightsAsync(previewRight, study, cancellationToken);
            if (!withReal && !withPreviews)
                return Error.NotFound("study");
            var responses = db.Responses.Where(r =>
                r.StudyId == study.Id && r.StudyType == study.Type && (r.IsPreview ? withPreviews : withReal)
            );
            return (study, responses);
        }
    }
}
