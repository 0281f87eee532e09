using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Gives a family feedback on its session. Needs the right to edit feedback of the study.</summary>
/// <remarks>An actor without the right gets the same refusal whether or not the response exists.</remarks>
public sealed record GiveFeedback(Guid ResponseId, string Comment) : ICommand<FeedbackView>, IAudited, IWithinScope
{
    string IAudited.AuditAction => "give feedback";

    Guid? IAudited.AuditSubject => ResponseId;

    internal sealed class Validator : AbstractValidator<GiveFeedback>
    {
        public Validator() =>
            RuleFor(x => x.Comment)
                .NotEmpty()
                .MaximumLength(FeedbackQueries.MaximumLength)
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
