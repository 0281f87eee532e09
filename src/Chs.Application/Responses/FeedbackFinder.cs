using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Finds feedback for the actor, and decides who may give it.</summary>
sealed class FeedbackFinder(IChsDb db, ResponseFinder responses, AccessControl access)
{
    /// <summary>
    /// Feedback on responses of the actor's own children, and on responses that the actor may read as a researcher.
    /// </summary>
    public async Task<IQueryable<Feedback>> VisibleAsync(CancellationToken cancellationToken)
    {
        var visible = await responses.VisibleAsync(cancellationToken);
        return db.Feedback.Where(f => visible.Any(r => r.Id == f.ResponseId));
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

    /// <summary>Whether the actor may give feedback on a response of the study.</summary>
    /// <param name="study">Key of the study.</param>
    public async Task<bool> MayGiveAsync(long study, CancellationToken cancellationToken)
    {
        var found = await db.Studies.AsNoTracking().SingleAsync(s => s.Id == study, cancellationToken);
        return await access.HasRightsAsync(StudyRight.EditFeedback, found, cancellationToken);
    }
}
