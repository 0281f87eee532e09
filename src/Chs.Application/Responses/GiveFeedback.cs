using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Responses;
using FluentValidation;
using MediatR;

namespace Chs.Application.Responses;

/// <summary>Gives a family feedback on its session. Needs the right to edit feedback of the study.</summary>
/// <remarks>An actor without the right gets the same refusal whether or not the response exists.</remarks>
public sealed record GiveFeedback(Guid ResponseId, string Comment) : ICommand<FeedbackView>, IAudited, IWithinScope
{
    string IAudited.AuditAction => "give feedback";

    IEnumerable<Guid?> IAudited.AuditSubjects => [ResponseId];

    internal sealed class Validator : AbstractValidator<GiveFeedback>
    {
        public Validator() =>
            RuleFor(x => x.Comment)
                .NotEmpty()
                .MaximumLength(Feedback.MaximumLength)
                .MustBeClean()
                // Stands in messages that v1 and v2 answer.
                .WithName("Comment");
    }

    internal sealed class Handler(IChsDb db, FeedbackFinder finder, Actor actor, TimeProvider time)
        : IRequestHandler<GiveFeedback, Outcome<FeedbackView>>
    {
        public async Task<Outcome<FeedbackView>> Handle(GiveFeedback request, CancellationToken cancellationToken)
        {
            var found = await finder.FindResponseAsync(request.ResponseId, cancellationToken);
            if (found.Failed)
                return found.Error;
            var response = found.Value;
            var feedback = Feedback.Give(response, request.Comment, actor.Deed(time));
            db.Feedback.Add(feedback);
            return new FeedbackView(
                feedback.Uuid,
                feedback.Comment,
                response.Uuid,
                actor.Lab is null ? actor.Id : null,
                response.ParticipantId
            );
        }
    }
}
