using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

static class ReadableResponses
{
    extension(IChsDb db)
    {
        /// <summary>The responses of one study that a researcher may read: consented ones (all, where the study runs elsewhere), real ones with the right to data, previews with the right to previews.</summary>
        public async Task<Outcome<(Study Study, IQueryable<Response> Responses)>> ReadableResponsesAsync(
            Guid studyId,
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            var scope = await db.ResponsesInReachAsync(
                studyId,
                StudyRight.ReadResponses,
                StudyRight.ReadPreviews,
                access,
                cancellationToken
            );
            if (scope.Failed)
                return scope.Error;
            var (study, responses) = scope.Value;
            return (
                study,
                study.Type is StudyType.External
                    ? responses
                    : responses.Where(r => r.Ruling == Ruling.Accepted && r.CompletedConsentFrame)
            );
        }

        /// <summary>Responses whose consent the actor may judge.</summary>
        public Task<Outcome<(Study Study, IQueryable<Response> Responses)>> JudgeableResponsesAsync(
            Guid studyId,
            AccessControl access,
            CancellationToken cancellationToken
        ) =>
            db.ResponsesInReachAsync(
                studyId,
                StudyRight.CodeConsent,
                StudyRight.CodePreviewConsent,
                access,
                cancellationToken
            );

        async Task<Outcome<(Study Study, IQueryable<Response> Responses)>> ResponsesInReachAsync(
            Guid studyId,
            StudyRight forReal,
            StudyRight forPreviews,
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            if (access.Actor is null)
                return Error.Unauthenticated;
            var study = await db.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Uuid == studyId, cancellationToken);
            if (study is null)
                return Error.NotFound("study");
            var (real, previews) = (
                await access.MayAsync(forReal, study, cancellationToken),
                await access.MayAsync(forPreviews, study, cancellationToken)
            );
            if (!real && !previews)
                return Error.NotFound("study");
            return (
                study,
                db.Responses.Where(r =>
                    r.StudyId == study.Id && r.StudyType == study.Type && (r.IsPreview ? previews : real)
                )
            );
        }
    }
}
