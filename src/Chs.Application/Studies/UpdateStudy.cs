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
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Changes a study's details and protocol. Needs the right to write its details.</summary>
/// <remarks>Moving it to another lab also needs the right to change the lab, and to create studies in the new one.</remarks>
public sealed record UpdateStudy(Guid StudyId, StudyInput Study, int? IfVersion) : ICommand<StudyView>, IWithinScope
{
    internal sealed class Validator : AbstractValidator<UpdateStudy>
    {
        public Validator() => RuleFor(x => x.Study).SetValidator(new StudyInputValidator()).OverridePropertyName("");
    }

    internal sealed class Handler(IChsDb db, AccessControl access, ReviewPolicy policy, TimeProvider time)
        : IRequestHandler<UpdateStudy, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(UpdateStudy request, CancellationToken cancellationToken)
        {
            var found = await db.FindStudyAsync(
                request.StudyId,
                StudyRight.WriteDetails,
                request.IfVersion,
                access,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            var input = request.Study;
            var ages = input.AgesOr(study.Ages);
            if (ages.Failed)
                return ages.Error;
            var draft = await db.DraftOfAsync(study, cancellationToken);
            var protocol = input.ApplyTo(draft.Protocol, study.Type);
            if (protocol.Failed)
                return protocol.Error;

            var previousState = study.State;
            var now = time.GetUtcNow();
            if (await TransferAsync(study, input.LabId, now, cancellationToken) is { } refused)
                return refused;
            Describe(study, input, ages.Value, now);
            var revised = Revise(study, draft, protocol.Value, input, now);
            if (revised.Failed)
                return revised.Error;
            if (await db.SetCriteriaAsync(study, input, access, cancellationToken) is { } unknown)
                return unknown;
            // The change may have sent the study back to review, which has no author.
            if (study.State != previousState)
                db.StudyLog.Add(StudyLogEntry.Of(study, null, study.Comments, now));
            // The view is read back from the database.
            await db.SaveChangesAsync(cancellationToken);
            return await db.ViewOfAsync(study, revised.Value, cancellationToken);
        }

        void Describe(Study study, StudyInput input, AgeRange ages, DateTimeOffset now)
        {
            var actor = access.Actor!;
            study.Describe(
                input.ApplyTo(study.Details),
                ages,
                input.IsPublic ?? study.IsPublic,
                input.IsPreviewShared ?? study.IsPreviewShared,
                actor.Id,
                now,
                policy
            );
            study.SetPriority(input.Priority ?? study.Priority, actor.Id, now);
        }

        /// <summary>Saves the protocol as the next version if it differs from the draft.</summary>
        /// <returns>The version that is the draft now.</returns>
        Outcome<StudyVersion> Revise(
            Study study,
            StudyVersion draft,
            StudyProtocol protocol,
            StudyInput input,
            DateTimeOffset now
        )
        {
            var actor = access.Actor!;
            var note = input.Note ?? "";
            var revised = input.BesideLive
                ? study.ReviseBeside(draft, protocol, actor.Id, now, actor.Key, note)
                : Outcome<StudyVersion?>.Of(study.Revise(draft, protocol, actor.Id, now, actor.Key, note));
            if (revised.Failed)
                return revised.Error;
            if (revised.Value is not { } version)
                return draft;
            db.StudyVersions.Add(version);
            return version;
        }

        /// <summary>Moves the study to another lab; researchers who don't belong there lose their role in the study.</summary>
        /// <param name="labId">Null: the study stays in its lab.</param>
        /// <returns>Why it can't be moved; null: it was, or is there already.</returns>
        async Task<Error?> TransferAsync(
            Study study,
            Guid? labId,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            if (labId is not { } id)
                return null;
            var found = await db.FindLabAsync(id, access.Actor, cancellationToken);
            if (found.Failed)
                return found.Error;
            var lab = found.Value.Lab;
            if (lab.Id == study.LabId)
                return null;
            if (
                !await access.HasRightsAsync(StudyRight.ChangeLab, study, cancellationToken)
                || !found.Value.Allows(LabRight.CreateStudies)
            )
                return Error.Forbidden;

            var members = db.LabMemberships.Where(l => l.LabId == lab.Id).Select(l => l.UserId);
            var researchers = db.StudyMemberships.Where(m => m.StudyId == study.Id);
            var keepsAnAdmin = await researchers.AnyAsync(
                m => m.Role == StudyRole.Admin && members.Contains(m.UserId),
                cancellationToken
            );
            if (!keepsAnAdmin)
                return StudyErrors.LastAdmin;
            var outsiders = await researchers.Where(m => !members.Contains(m.UserId)).ToListAsync(cancellationToken);
            db.StudyMemberships.RemoveRange(outsiders);
            study.TransferTo(lab, access.Actor!.Id, now);
            return null;
        }
    }
}
