using Chs.Application.Pipeline;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;

namespace Chs.Application.Responses;

/// <summary>
/// Rules on the consents of many responses of a study: on all of them, or on none. Needs
/// <see cref="StudyRight.CodeConsent"/>, for previews <see cref="StudyRight.CodePreviewConsent"/>.
/// </summary>
public sealed record RuleConsents(Guid StudyId, IReadOnlyList<ResponseRuling> Rulings)
    : ICommand<RuledResponses>,
        IAudited,
        IWithinScope
{
    string IAudited.AuditAction => "rule consent";

    IEnumerable<Guid?> IAudited.AuditSubjects => Rulings.Select(ruling => (Guid?)ruling.ResponseId);

    internal sealed class Validator : AbstractValidator<RuleConsents>
    {
        public Validator()
        {
            RuleFor(x => x.Rulings).MustBeBulk(ruling => ruling.ResponseId, nameof(ResponseRuling.ResponseId));
            RuleForEach(x => x.Rulings).SetValidator(new ResponseRuling.Validator());
        }
    }

    internal sealed class Handler(ConsentRulings consents) : IRequestHandler<RuleConsents, Outcome<RuledResponses>>
    {
        public async Task<Outcome<RuledResponses>> Handle(RuleConsents request, CancellationToken cancellationToken)
        {
            var ruled = await consents.RuleAsync(request.StudyId, request.Rulings, cancellationToken);
            if (ruled.Failed)
                return ruled.Error;
            var outcome = BulkRules.OutcomeOf(ruled.Value.Errors, "rulings", "responseId");
            return outcome.Failed ? outcome.Error : new RuledResponses(ruled.Value.Responses);
        }
    }
}

/// <summary>A ruling on the consent of one of several responses.</summary>
public sealed record ResponseRuling
{
    /// <summary>A response whose family reached the end of the consent.</summary>
    public required Guid ResponseId { get; init; }

    /// <example>accepted</example>
    public required Ruling Ruling { get; init; }

    /// <summary>At most 10,000 characters.</summary>
    public string Comment { get; init; } = "";

    internal sealed class Validator : AbstractValidator<ResponseRuling>
    {
        public Validator()
        {
            RuleFor(x => x.Ruling).IsInEnum();
            RuleFor(x => x.Comment).NotNull().MaximumLength(10_000).MustBeClean();
        }
    }
}

/// <summary>Responses whose consent was ruled on.</summary>
/// <param name="Responses">In the order of the rulings.</param>
public sealed record RuledResponses(IReadOnlyList<ResponseListItem> Responses);
