using Chs.Application.Access;
using Chs.Application.Builds;
using Chs.Application.Labs;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Creates a study in one of the actor's labs. Its creator becomes its admin; its type never changes.</summary>
public sealed record CreateStudy(Guid LabId, StudyInput Study, StudyType Type = StudyType.JsPsych) : ICommand<StudyView>
{
    const string StudyMember = "/study";

    internal sealed class Validator : AbstractValidator<CreateStudy>
    {
        public Validator()
        {
            RuleFor(x => x.Type).IsInEnum();
            RuleFor(x => x.Study.LabId)
                .Null()
                .WithErrorCode("not_expected")
                .WithMessage("Give a new study's lab beside 'study', not in it.");
            RuleFor(x => x.Study.IsBesideLive)
                .Equal(false)
                .WithErrorCode("not_expected")
                .WithMessage("Families run nothing of a new study, so nothing can stand beside it.");
            RuleFor(x => x.Study.Name).NotEmpty();
            RuleFor(x => x.Study).SetValidator(new StudyInputValidator());
        }
    }

    /// <summary>Looks up the runner that the study names, and refuses one that can't be built.</summary>
    internal sealed class Preparation(LabFinder labs, RunnerLookup runners, Prepared<RunnerFindings> runner)
        : IPreparation<CreateStudy>
    {
        public async Task<Outcome> PrepareAsync(CreateStudy request, CancellationToken cancellationToken)
        {
            var lab = await labs.FindForNewStudyAsync(request.LabId, cancellationToken);
            if (lab.Failed)
                return lab.Error;
            runner.Value = RunnerFindings.None;
            if (!request.Study.NamesRunner(request.Type))
                return Outcome.Ok;

            var protocol = request.Study.ApplyTo(StudyProtocol.Empty, request.Type);
            if (protocol.Failed)
                return protocol.Error.Within(StudyMember);
            runner.Value = await runners.CheckAsync(
                protocol.Value.RunnerRepository,
                protocol.Value.RunnerCommit,
                cancellationToken
            );
            return runner.Value.ToOutcome().Error is { } refused ? refused.Within(StudyMember) : Outcome.Ok;
        }
    }

    internal sealed class Handler(
        IChsDb db,
        LabFinder labs,
        StudyCriteria criteria,
        StudyViews views,
        Actor actor,
        Prepared<RunnerFindings> runner,
        TimeProvider time
    ) : IRequestHandler<CreateStudy, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(CreateStudy request, CancellationToken cancellationToken)
        {
            var lab = await labs.FindForNewStudyAsync(request.LabId, cancellationToken);
            if (lab.Failed)
                return lab.Error;
            var created = Create(request, lab.Value);
            if (created.Failed)
                return created.Error.Within(StudyMember);
            var study = created.Value;
            db.Studies.Add(study);
            var replaced = await criteria.ReplaceAsync(study, request.Study, actor.Deed(time), cancellationToken);
            if (replaced.Failed)
                return replaced.Error.Within(StudyMember);
            var view = await views.OfNewAsync(study, cancellationToken);
            return view.WithWarnings(runner.Value.Warnings);
        }

        Outcome<Study> Create(CreateStudy request, Lab lab)
        {
            var input = request.Study;
            var ages = input.ToAges();
            if (ages.Failed)
                return ages.Error;
            var protocol = input.ApplyTo(StudyProtocol.Empty, request.Type);
            if (protocol.Failed)
                return protocol.Error;

            var deed = actor.Deed(time);
            var study = Domain.Studies.Study.Create(
                request.Type,
                lab,
                input.ApplyTo(StudyDetails.Empty),
                ages.Value,
                input.IsPublic ?? true,
                protocol.Value,
                input.Note ?? "",
                deed,
                input.IsPreviewShared ?? false
            );
            study.SetPriority(input.Priority ?? study.Priority, deed);
            return study;
        }
    }
}
