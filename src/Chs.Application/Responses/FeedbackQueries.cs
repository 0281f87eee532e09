using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Queries for feedback that several use cases share.</summary>
static class FeedbackQueries
{
    /// <summary>Longest accepted feedback, in characters.</summary>
    public const int MaximumLength = 20_000;

    extension(IChsDb db)
    {
        /// <summary>
        /// Feedback on responses of the actor's own children, and on responses that the actor may read as a researcher.
        /// </summary>
        public async Task<IQueryable<Feedback>> VisibleFeedbackAsync(
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            var responses = await db.VisibleResponsesAsync(access, cancellationToken);
            return db.Feedback.Where(f => responses.Any(r => r.Id == f.ResponseId));
        }

        /// <summary>Views of feedback, newest first.</summary>
        public IQueryable<FeedbackView> ViewsOf(IQueryable<Feedback> feedback) =>
            from item in feedback
            join response in db.Responses on item.ResponseId equals response.Id
            orderby item.Id descending
            select new FeedbackView(
                item.Uuid,
                item.Comment,
                response.Uuid,
                db.Users.Where(u => u.Id == item.ResearcherId).Select(u => (Guid?)u.Uuid).FirstOrDefault()
            );

        /// <summary>Whether the actor may give feedback on the study's responses.</summary>
        public async Task<bool> MayGiveFeedbackAsync(
            long studyKey,
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            var study = await db.Studies.SingleAsync(s => s.Id == studyKey, cancellationToken);
            return await access.HasRightsAsync(StudyRight.EditFeedback, study, cancellationToken);
        }
    }
}
