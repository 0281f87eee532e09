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

/// <summary>Creates a study in one of the actor's labs. Its creator becomes its admin; its type never changes.</summary>
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
                .WithMessage("Give a new study's lab beside 'study', not in it.")
                .OverridePropertyName("LabId");
            RuleFor(x => x.Study.Name).NotEmpty().OverridePropertyName("Name");
            RuleFor(x => x.Study).SetValidator(new StudyInputValidator()).OverridePropertyName("");
        }
    }

    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<CreateStudy, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(CreateStudy request, CancellationToken cancellationToken)
        {
            if (access.Actor is not { } actor)
                return Error.Unauthenticated;
            var lab = await db.FindLabAsync(request.LabId, actor, cancellationToken);
            if (lab.Failed)
                return lab.Error;
            if (!actor.IsResearcher || !lab.Value.Allows(LabRight.CreateStudies))
                return Error.Forbidden;

            var input = request.Study;
            var ages = input.AgesOr(AgeRange.Any);
            if (ages.Failed)
                return ages.Error;
            var protocol = input.ApplyTo(StudyProtocol.Empty, request.Type);
            if (protocol.Failed)
                return protocol.Error;

            var now = time.GetUtcNow();
            var study = Domain.Studies.Study.Create(
                request.Type,
                lab.Value.Lab,
                actor.Key,
                input.ApplyTo(StudyDetails.Empty),
                ages.Value,
                input.IsPublic ?? true,
                actor.Id,
                now
            );
            db.Studies.Add(study);
            // The version and the membership need the key that the database assigns.
            await db.SaveChangesAsync(cancellationToken);

            var version = AddFirstVersion(study, protocol.Value, input.Note ?? "", actor, now);
            study.SetPriority(input.Priority ?? study.Priority, actor.Id, now);
            if (await db.SetCriteriaAsync(study, input, access, cancellationToken) is { } refused)
                return refused;
            // The view is read back from the database.
            await db.SaveChangesAsync(cancellationToken);
            return await db.ViewOfAsync(study, version, cancellationToken);
        }

        /// <summary>Adds version 1, the first log entry and the creator's membership.</summary>
        StudyVersion AddFirstVersion(Study study, StudyProtocol protocol, string note, Actor actor, DateTimeOffset now)
        {
            var version = StudyVersion.Of(study.Id, study.DraftNumber, protocol, now, actor.Key, note);
            db.StudyVersions.Add(version);
            db.StudyLog.Add(StudyLogEntry.Of(study, actor.Key, "", now));
            db.StudyMemberships.Add(StudyMembership.Of(study.Id, actor.Key, StudyRole.Admin));
            return version;
        }
    }
}
