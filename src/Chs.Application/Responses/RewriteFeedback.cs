using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Responses;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>
/// Changes the text of feedback. Needs the right to edit feedback of the study. Feedback that the actor may not see is
/// not found.
/// </summary>
/// <param name="Comment">The new text; null leaves it unchanged.</param>
public sealed record RewriteFeedback(Guid FeedbackId, string? Comment) : ICommand<FeedbackView>, IAudited, IWithinScope
{
    string IAudited.AuditAction => "rewrite feedback";

    IEnumerable<Guid?> IAudited.AuditSubjects => [FeedbackId];

    internal sealed class Validator : AbstractValidator<RewriteFeedback>
    {
        public Validator() =>
            RuleFor(x => x.Comment)
                .MaximumLength(Feedback.MaximumLength)
                .MustBeClean()
                // Stands in messages that v1 and v2 answer.
                .WithName("Comment");
    }

    internal sealed class Handler(IChsDb db, FeedbackFinder finder)
        : IRequestHandler<RewriteFeedback, Outcome<FeedbackView>>
    {
        public async Task<Outcome<FeedbackView>> Handle(RewriteFeedback request, CancellationToken cancellationToken)
        {
            var found = await finder.FindToRewriteAsync(request.FeedbackId, cancellationToken);
            if (found.Failed)
                return found.Error;
            var (feedback, response) = found.Value;
            if (request.Comment is { } comment)
                feedback.SetComment(comment);
            var researcher = await db
                .Users.Where(u => u.Id == feedback.ResearcherId)
                .Select(u => (Guid?)u.Uuid)
                .SingleOrDefaultAsync(cancellationToken);
            return new FeedbackView(feedback.Uuid, feedback.Comment, response.Uuid, researcher, response.ParticipantId);
        }
    }
}
