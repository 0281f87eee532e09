using Chs.Application.Access;
using Chs.Application.Builds;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Changes a study's details and protocol. Needs the right to write its details.</summary>
/// <remarks>
/// Moving it to another lab also needs the right to change the lab, and to create studies in the new one. A protocol with
/// faults is kept, and its faults are named, unless reviewers are looking at the study.
/// </remarks>
public sealed record UpdateStudy(Guid StudyId, StudyInput Study, ExpectedVersions? IfVersion)
    : ICommand<StudyView>,
        IWithinScope
{
    internal sealed class Validator : AbstractValidator<UpdateStudy>
    {
        public Validator() => RuleFor(x => x.Study).SetValidator(new StudyInputValidator()).OverridePropertyName("");
    }

    /// <summary>Looks up the runner that the study names after the change, and refuses one that can't be built.</summary>
    internal sealed class Preparation(StudyFinder studies, RunnerLookup runners, Prepared<RunnerFindings> runner)
        : IPreparation<UpdateStudy>
    {
        public async Task<Outcome> PrepareAsync(UpdateStudy request, CancellationToken cancellationToken)
        {
            var found = await studies.FindAsync(
                request.StudyId,
                StudyRight.WriteDetails,
                request.IfVersion,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            runner.Value = RunnerFindings.None;
            if (!request.Study.NamesRunner(found.Value.Type))
                return Outcome.Ok;

            var draft = await studies.LoadDraftAsync(found.Value, cancellationToken);
            var protocol = request.Study.ApplyTo(draft.Protocol, found.Value.Type);
            if (protocol.Failed)
                return protocol.Error;
            runner.Value = await runners.CheckAsync(
                protocol.Value.RunnerRepository,
                protocol.Value.RunnerCommit,
                cancellationToken
            );
            return runner.Value.ToOutcome();
        }
    }

    internal sealed class Handler(
        StudyFinder studies,
        StudyTransfer transfer,
        StudyCriteria criteria,
        StudyViews views,
        Actor actor,
        Prepared<RunnerFindings> runner,
        ReviewPolicy policy,
        TimeProvider time
    ) : IRequestHandler<UpdateStudy, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(UpdateStudy request, CancellationToken cancellationToken)
        {
            var found = await studies.FindWholeAsync(
                request.StudyId,
                StudyRight.WriteDetails,
                request.IfVersion,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            var deed = actor.Deed(time);
            var before = ReviewStanding.Of(study);

            var transferred = await transfer.ToLabAsync(study, request.Study.LabId, deed, cancellationToken);
            if (transferred.Failed)
                return transferred.Error;
            var changed = Change(study, request.Study, deed);
            if (changed.Failed)
                return changed.Error;
            var replaced = await criteria.ReplaceAsync(study, request.Study, deed, cancellationToken);
            if (replaced.Failed)
                return replaced.Error;
            var view = await views.OfAsync(study, cancellationToken);
            return view.WithWarnings([.. runner.Value.Warnings, .. before.WarningsAfter(study)]);
        }

        Outcome Change(Study study, StudyInput input, Deed deed)
        {
            var ages = input.ApplyTo(study.Ages);
            if (ages.Failed)
                return ages.Error;
            var protocol = input.ApplyTo(study.Draft.Protocol, study.Type);
            if (protocol.Failed)
                return protocol.Error;

            // Reviewers have it before them already.
            if (study.State is StudyState.Submitted && protocol.Value != study.Draft.Protocol)
            {
                var faults = ProtocolReport.Of(study.Type, protocol.Value).Faults;
                if (faults is not [])
                    return Error.Invalid([.. faults.Select(fault => fault.ToFault())]);
            }

            study.Describe(
                input.ApplyTo(study.Details),
                ages.Value,
                input.IsPublic ?? study.IsPublic,
                input.IsPreviewShared ?? study.IsPreviewShared,
                deed,
                policy
            );
            study.SetPriority(input.Priority ?? study.Priority, deed);
            var note = input.Note ?? "";
            if (input.IsBesideLive)
                return study.ReviseBeside(protocol.Value, note, deed);
            study.Revise(protocol.Value, note, deed);
            return Outcome.Ok;
        }
    }
}
