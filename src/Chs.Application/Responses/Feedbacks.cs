using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Feedback with the ids of what it belongs to.</summary>
/// <param name="ResearcherId">Null when that account is gone.</param>
public sealed record FeedbackView(Guid Id, string Comment, Guid ResponseId, Guid? ResearcherId);

static class Feedbacks
{
    /// <summary>Longest feedback that is taken, in characters.</summary>
    public const int MaximumLength = 20_000;

    extension(IChsDb db)
    {
        /// <summary>Feedback on responses of the actor's own children, and on those that the actor may read.</summary>
        public async Task<IQueryable<Feedback>> VisibleFeedbackAsync(
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            var responses = await db.VisibleResponsesAsync(access, cancellationToken);
            return db.Feedback.Where(f => responses.Any(r => r.Id == f.ResponseId));
        }

        public IQueryable<FeedbackView> ViewsOf(IQueryable<Feedback> feedback) =>
            from given in feedback
            join response in db.Responses on given.ResponseId equals response.Id
            orderby given.Id descending
            select new FeedbackView(
                given.Uuid,
                given.Comment,
                response.Uuid,
                db.Users.Where(u => u.Id == given.ResearcherId).Select(u => (Guid?)u.Uuid).FirstOrDefault()
            );

        /// <summary>Whether the actor may give feedback on the study's responses.</summary>
        public async Task<bool> MayGiveFeedbackAsync(
            long studyKey,
            AccessControl access,
            CancellationToken cancellationToken
        ) =>
            await access.MayAsync(
                StudyRight.EditFeedback,
                await db.Studies.SingleAsync(s => s.Id == studyKey, cancellationToken),
                cancellationToken
            );
    }
}
