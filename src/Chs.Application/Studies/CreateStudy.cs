using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Eligibility;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Starts a study in one of the actor's labs. Its creator is its admin; how it is run never changes.</summary>
public sealed record CreateStudy(Guid LabId, StudyInput Study, StudyType Type = StudyType.JsPsych) : ICommand<StudyView>
{
    internal sealed class Validator : AbstractValidator<CreateStudy>
    {
        public Validator()
        {
            RuleFor(x => x.Type).IsInEnum();
            RuleFor(x => x.Study.LabId)
                .Null()
                .WithErrorCode("not_expected")
                .WithMessage("A new study's lab stands beside it, not in it.")
                .OverridePropertyName("LabId");
            RuleFor(x => x.Study.Name).NotEmpty().OverridePropertyName("Name");
            RuleFor(x => x.Study).SetValidator(new StudyInput.Validator()).OverridePropertyName("");
        }
    }

    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<CreateStudy, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(CreateStudy request, CancellationToken cancellationToken)
        {
            if (access.Actor is not { } actor)
                return Error.Unauthenticated;
            var found = await db.FindLabAsync(request.LabId, actor, cancellationToken);
            if (found.Failed)
                return found.Error;
            if (!actor.IsResearcher || !found.Value.Allows(LabRight.CreateStudies))
                return Error.Forbidden;
            var lab = found.Value.Lab;

            var ages = request.Study.ApplyTo(AgeRange.Any);
            if (ages.Failed)
                return ages.Error;
            var protocol = request.Study.ApplyTo(StudyProtocol.Empty, request.Type);
            if (protocol.Failed)
                return protocol.Error;
            var now = time.GetUtcNow();
            var study = Domain.Studies.Study.Create(
                request.Type,
                lab,
                actor.Key,
                request.Study.ApplyTo(StudyDetails.Empty),
                ages.Value,
                request.Study.IsPublic ?? true,
                actor.Id,
                now
            );
            db.Studies.Add(study);
            await db.SaveChangesAsync(cancellationToken); // version and membership need the key that the database gives

            var version = StudyVersion.Of(
                study.Id,
                study.DraftNumber,
                protocol.Value,
                now,
                actor.Key,
                request.Study.Note ?? ""
            );
            db.StudyVersions.Add(version);
            db.StudyLog.Add(StudyLogEntry.Of(study, actor.Key, "", now));
            db.StudyMemberships.Add(StudyMembership.Of(study.Id, actor.Key, StudyRole.Admin));
            if (request.Study.Priority is { } priority)
                study.SetPriority(priority, actor.Id, now);
            if (await db.SetCriteriaAsync(study, request.Study, access, cancellationToken) is { } refused)
                return refused;
            await db.SaveChangesAsync(cancellationToken); // what is shown is read back
            return await db.ViewOfAsync(study, version, cancellationToken);
        }
    }
}
