using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

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

    Guid? IAudited.AuditSubject => ResponseId;

    internal sealed class Validator : AbstractValidator<RuleConsent>
    {
        public Validator()
        {
            RuleFor(x => x.Ruling).IsInEnum();
            RuleFor(x => x.Comment).NotNull().MaximumLength(10_000).Must(TextRules.IsClean).WithErrorCode("invalid");
        }
    }

    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<RuleConsent, Outcome<ResponseListItem>>
    {
        public async Task<Outcome<ResponseListItem>> Handle(RuleConsent request, CancellationToken cancellationToken)
        {
            var found = await db.ResponsesToRuleOnAsync(request.StudyId, access, cancellationToken);
            if (found.Failed)
                return found.Error;
            var (study, responses) = found.Value;
            var response = await responses.SingleOrDefaultAsync(r => r.Uuid == request.ResponseId, cancellationToken);
            if (response is null)
                return Error.NotFound("response");
            if (!response.CompletedConsentFrame)
                return ResponseErrors.NoConsentYet;

            var ruling = response.RuleOnConsent(request.Ruling, access.Actor!.Key, request.Comment, time.GetUtcNow());
            db.ConsentRulings.Add(ruling);
            var childId = await db
                .Children.Where(c => c.Id == response.ChildId)
                .Select(c => c.Uuid)
                .SingleAsync(cancellationToken);
            var parentId = await db
                .Users.Where(u => u.Id == response.ParticipantId)
                .Select(u => u.Uuid)
                .SingleAsync(cancellationToken);
            return ResponseListItem.Of(response, study, childId, parentId);
        }
    }
}
