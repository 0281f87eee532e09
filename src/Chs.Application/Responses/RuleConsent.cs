using Chs.Application.Pipeline;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;

namespace Chs.Application.Responses;

/// <summary>
/// Rules on the consent of a response. The response's data can be read and downloaded once the ruling is
/// <c>accepted</c>. Needs <see cref="StudyRight.CodeConsent"/>, for previews
/// <see cref="StudyRight.CodePreviewConsent"/>.
/// </summary>
public sealed record RuleConsent(Guid StudyId, Guid ResponseId, Ruling Ruling, string Comment)
    : ICommand<ResponseListItem>,
        IAudited,
        IWithinScope
{
    string IAudited.AuditAction => "rule consent";

    IEnumerable<Guid?> IAudited.AuditSubjects => [ResponseId];

    internal sealed class Validator : AbstractValidator<RuleConsent>
    {
        public Validator()
        {
            RuleFor(x => x.Ruling).IsInEnum();
            RuleFor(x => x.Comment).NotNull().MaximumLength(10_000).MustBeClean();
        }
    }

    internal sealed class Handler(ConsentRulings consents) : IRequestHandler<RuleConsent, Outcome<ResponseListItem>>
    {
        public async Task<Outcome<ResponseListItem>> Handle(RuleConsent request, CancellationToken cancellationToken)
        {
            var ruling = new ResponseRuling
            {
                ResponseId = request.ResponseId,
                Ruling = request.Ruling,
                Comment = request.Comment,
            };
            var ruled = await consents.RuleAsync(request.StudyId, [ruling], cancellationToken);
            if (ruled.Failed)
                return ruled.Error;
            return ruled.Value.Errors[0] is { } error ? error : ruled.Value.Responses[0];
        }
    }
}
