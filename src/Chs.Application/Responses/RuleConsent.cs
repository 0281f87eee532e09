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
            RuleFor(x => x.Comment).NotNull().MaximumLength(10_000).MustBeClean();
        }
    }

    internal sealed class Handler(IChsDb db, ResponseFinder finder, Actor actor, TimeProvider time)
        : IRequestHandler<RuleConsent, Outcome<ResponseListItem>>
    {
        public async Task<Outcome<ResponseListItem>> Handle(RuleConsent request, CancellationToken cancellationToken)
        {
            var found = await finder.FindToRuleOnAsync(request.StudyId, cancellationToken);
            if (found.Failed)
                return found.Error;
            var (study, responses) = found.Value;
            var response = await responses.SingleOrDefaultAsync(r => r.Uuid == request.ResponseId, cancellationToken);
            if (response is null)
                return Error.NotFound("response");
            var ruling = response.RuleOnConsent(request.Ruling, request.Comment, actor.Deed(time));
            if (ruling.Failed)
                return ruling.Error;
            db.ConsentRulings.Add(ruling.Value);
            // The row in the database has the ruling only when the pipeline saves.
            var row = await finder.RowsOf(responses.Where(r => r.Id == response.Id)).SingleAsync(cancellationToken);
            return row.ToItem(study) with { Consent = request.Ruling };
        }
    }
}
