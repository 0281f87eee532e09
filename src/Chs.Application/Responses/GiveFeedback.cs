using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Responses;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Tells a family something about its session. Needs the right to feedback on its study; whoever lacks it doesn't learn whether the response exists.</summary>
public sealed record GiveFeedback(Guid ResponseId, string Comment) : ICommand<FeedbackView>, IAudited, IWithinScope
{
    bool IWithinScope.ShowsIdentities => true;

    string IAudited.AuditAction => "give feedback";

    Guid? IAudited.AuditSubject => ResponseId;

    internal sealed class Validator : AbstractValidator<GiveFeedback>
    {
        public Validator() =>
            RuleFor(x => x.Comment)
                .NotEmpty()
                .MaximumLength(Feedbacks.MaximumLength)
                .Must(TextRules.IsClean)
                .WithErrorCode("invalid");
    }

    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<GiveFeedback, Outcome<FeedbackView>>
    {
        public async Task<Outcome<FeedbackView>> Handle(GiveFeedback request, CancellationToken cancellationToken)
        {
            if (access.Actor is not { } actor)
                return Error.Unauthenticated;
            var response = await db.Responses.SingleOrDefaultAsync(
                r => r.Uuid == request.ResponseId,
                cancellationToken
            );
            if (response is null || !await db.MayGiveFeedbackAsync(response.StudyId, access, cancellationToken))
                return Error.Forbidden;

            var feedback = Domain.Responses.Feedback.Give(response, actor.Key, request.Comment, time.GetUtcNow());
            db.Feedback.Add(feedback);
            return new FeedbackView(feedback.Uuid, feedback.Comment, response.Uuid, actor.Id);
        }
    }
}
