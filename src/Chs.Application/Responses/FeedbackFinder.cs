using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>
/// Finds feedback for the actor, and responses on which the actor may give it. Feedback that the actor may not see is as
/// if it didn't exist; everything else that the actor may not do is forbidden, whether it exists or not.
/// </summary>
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
            db.Users.Where(u => u.Id == item.ResearcherId).Select(u => (Guid?)u.Uuid).FirstOrDefault(),
            response.ParticipantId
        );

    /// <summary>Finds a response on which the actor may give feedback.</summary>
    public async Task<Outcome<Response>> FindResponseAsync(Guid id, CancellationToken cancellationToken)
    {
        var response = await db.Responses.SingleOrDefaultAsync(r => r.Uuid == id, cancellationToken);
        return response is not null && await MayGiveAsync(response, cancellationToken) ? response : Error.Forbidden;
    }

    /// <summary>Finds feedback that the actor may rewrite, with its response.</summary>
    public async Task<Outcome<(Feedback Feedback, Response Response)>> FindToRewriteAsync(
        Guid id,
        CancellationToken cancellationToken
    )
    {
        var visible = await VisibleAsync(cancellationToken);
        var feedback = await visible.SingleOrDefaultAsync(f => f.Uuid == id, cancellationToken);
        if (feedback is null)
            return Error.NotFound("feedback");
        var response = await db.Responses.SingleAsync(r => r.Id == feedback.ResponseId, cancellationToken);
        return await MayGiveAsync(response, cancellationToken) ? (feedback, response) : Error.Forbidden;
    }

    async Task<bool> MayGiveAsync(Response response, CancellationToken cancellationToken)
    {
        var study = await db.Studies.AsNoTracking().SingleAsync(s => s.Id == response.StudyId, cancellationToken);
        return await access.HasRightsAsync(StudyRight.EditFeedback, study, cancellationToken);
    }
}
