using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Takes a study one step along its workflow.</summary>
/// <remarks>
/// Approving and rejecting need the right to review, other steps the right to change the status. A protocol with faults
/// isn't submitted, and one that browsers can't read isn't activated.
/// </remarks>
public sealed record MoveStudy(
    Guid StudyId,
    StudyTrigger Step,
    string Comments,
    ExpectedVersions? IfVersion,
    Declarations? Declared = null
) : ICommand<StudyStatus>, IWithinScope, INeedsPerson
{
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
                .When(x => !Workflow.IsSubmission(x.Step))
                .WithErrorCode("not_expected")
                .WithMessage("Declarations belong to a submission.")
                .OverridePropertyName("Declarations");
            RuleFor(x => x.Comments).NotNull().MaximumLength(10_000).MustBeClean();
        }
    }

    internal sealed class Handler(IChsDb db, StudyFinder studies, StudySteps steps, Actor actor, TimeProvider time)
        : IRequestHandler<MoveStudy, Outcome<StudyStatus>>
    {
        public async Task<Outcome<StudyStatus>> Handle(MoveStudy request, CancellationToken cancellationToken)
        {
            var found = await studies.FindAsync(request.StudyId, StudyRight.ReadDetails, cancellationToken);
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            if (await steps.CheckAsync(study, request.Step, cancellationToken) is { } refused)
                return refused;
            if (study.StaleUnless(request.IfVersion) is { } stale)
                return stale;

            if (await ProtocolObstacleAsync(study, request.Step, cancellationToken) is { } faulty)
                return faulty;

            var before = ReviewStanding.Of(study);
            var lab = await db.Labs.SingleOrDefaultAsync(l => l.Id == study.LabId, cancellationToken);
            var declarations = request.Declared?.ToJson();
            var moved = study.Move(request.Step, lab, request.Comments, actor.Deed(time), declarations);
            if (moved.Failed)
                return moved.Error;
            var next = await steps.NextAsync(study, cancellationToken);
            return StudyStatus.Of(study, next, [.. before.WarningsAfter(study)]);
        }

        /// <summary>Why the protocol can't be put before reviewers, or before families; null: it can.</summary>
        async Task<Error?> ProtocolObstacleAsync(Study study, StudyTrigger step, CancellationToken cancellationToken)
        {
            var isSubmission = Workflow.IsSubmission(step);
            var isStart = step is StudyTrigger.Activate;
            if (Workflow.NextState(study.State, step) is null || !(isSubmission || isStart))
                return null;
            var number = isStart ? study.NumberToActivate : study.DraftNumber;
            var version = await db
                .StudyVersions.AsNoTracking()
                .SingleAsync(v => v.StudyId == study.Id && v.Number == number, cancellationToken);
            var report = ProtocolReport.Of(study.Type, version.Protocol);
            return isStart ? report.ToObstacleForFamilies() : report.ToObstacle();
        }
    }
}

/// <summary>A study's state and the steps that you may take next.</summary>
/// <param name="Id">The study.</param>
/// <param name="State">The state.</param>
/// <param name="StateChangedAt">When the study came into this state.</param>
/// <param name="NextSteps">Steps that the state allows and that you may take now; for the buttons of a front end.</param>
/// <param name="Warnings">What else the step did: <c>left_review</c>, a proposed draft left the reviewers' queue.</param>
/// <param name="Version">Counts changes; also the ETag.</param>
public sealed record StudyStatus(
    Guid Id,
    StudyState State,
    DateTimeOffset? StateChangedAt,
    IReadOnlyList<StudyTrigger> NextSteps,
    IReadOnlyList<Fault> Warnings,
    int Version
) : IVersioned
{
    internal static StudyStatus Of(Study study, IReadOnlyList<StudyTrigger> nextSteps, IReadOnlyList<Fault> warnings) =>
        new(study.Uuid, study.State, study.StateChangedAt, nextSteps, warnings, study.Version);
}
