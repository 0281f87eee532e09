using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Takes a study one step along its work flow. Approving and rejecting need the right to review, other steps the right to change the status.</summary>
public sealed record MoveStudy(
    Guid StudyId,
    StudyTrigger Step,
    string Comments,
    int? IfVersion,
    Declarations? Declared = null
) : ICommand<StudyStatus>, IWithinScope
{
    StudyRight Right =>
        Step is StudyTrigger.Approve or StudyTrigger.Reject ? StudyRight.Review : StudyRight.ChangeStatus;

    internal sealed class Validator : AbstractValidator<MoveStudy>
    {
        public Validator()
        {
            RuleFor(x => x.Step).IsInEnum();
            RuleFor(x => x.Declared!)
                .SetValidator(new Declarations.Validator())
                .When(x => x.Declared is not null)
                .OverridePropertyName("Declarations");
            RuleFor(x => x.Declared)
                .Null()
                .When(x => x.Step is not (StudyTrigger.Submit or StudyTrigger.Resubmit))
                .WithErrorCode("not_expected")
                .WithMessage("Only a submission declares something.")
                .OverridePropertyName("Declarations");
            RuleFor(x => x.Comments).NotNull().MaximumLength(10_000).Must(TextRules.IsClean).WithErrorCode("invalid");
        }
    }

    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<MoveStudy, Outcome<StudyStatus>>
    {
        public async Task<Outcome<StudyStatus>> Handle(MoveStudy request, CancellationToken cancellationToken)
        {
            var found = await db.FindStudyAsync(
                request.StudyId,
                request.Right,
                request.IfVersion,
                access,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            if (
                request.Step is StudyTrigger.Submit or StudyTrigger.Resubmit
                && await db.UnconfirmedAsync(access.Actor!, cancellationToken) is { } unconfirmed
            )
                return unconfirmed;

            var lab = await db.Labs.SingleOrDefaultAsync(l => l.Id == study.LabId, cancellationToken);
            var (actor, now) = (access.Actor!, time.GetUtcNow());
            var declared = request.Declared?.ToJson();
            var moved = study.Move(request.Step, lab, request.Comments, actor.Id, now, declared);
            if (moved.Failed)
                return moved.Error;
            db.StudyLog.Add(StudyLogEntry.Of(study, actor.Key, request.Comments, now, declared));
            return StudyStatus.Of(study);
        }
    }
}

/// <summary>Where a study stands and what may follow.</summary>
/// <param name="Id">The study.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Since">Since when.</param>
/// <param name="NextSteps">Steps that may follow.</param>
/// <param name="Version">Counts changes; also the ETag.</param>
public sealed record StudyStatus(
    Guid Id,
    StudyState State,
    DateTimeOffset? Since,
    IReadOnlyList<StudyTrigger> NextSteps,
    int Version
) : IVersioned
{
    internal static StudyStatus Of(Study study) =>
        new(study.Uuid, study.State, study.StateChangedAt, [.. Workflow.From(study.State)], study.Version);
}
