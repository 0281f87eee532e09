using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Changes what researchers say about a study, and what runs in it. Needs the right to write its details; another lab needs more.</summary>
public sealed record UpdateStudy(Guid StudyId, StudyInput Study, int? IfVersion) : ICommand<StudyView>, IWithinScope
{
    internal sealed class Validator : AbstractValidator<UpdateStudy>
    {
        public Validator() => RuleFor(x => x.Study).SetValidator(new StudyInput.Validator()).OverridePropertyName("");
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
            var (study, said, actor, now) = (found.Value, request.Study, access.Actor!, time.GetUtcNow());

            var ages = said.ApplyTo(study.Ages);
            if (ages.Failed)
                return ages.Error;
            var draft = await db.DraftOfAsync(study, cancellationToken);
            var protocol = said.ApplyTo(draft.Protocol, study.Type);
            if (protocol.Failed)
                return protocol.Error;

            var before = study.State;
            if (said.LabId is { } labId && await GiveAsync(study, labId, now, cancellationToken) is { } refused)
                return refused;
            study.Describe(
                said.ApplyTo(study.Details),
                ages.Value,
                said.IsPublic ?? study.IsPublic,
                said.IsPreviewShared ?? study.IsPreviewShared,
                actor.Id,
                now,
                policy
            );
            study.SetPriority(said.Priority ?? study.Priority, actor.Id, now);
            var revised = said.BesideLive
                ? study.ReviseBeside(draft, protocol.Value, actor.Id, now, actor.Key, said.Note ?? "")
                : Outcome<StudyVersion?>.Of(
                    study.Revise(draft, protocol.Value, actor.Id, now, actor.Key, said.Note ?? "")
                );
            if (revised.Failed)
                return revised.Error;
            if (revised.Value is { } next)
            {
                db.StudyVersions.Add(next);
                draft = next;
            }

            if (await db.SetCriteriaAsync(study, said, access, cancellationToken) is { } unknown)
                return unknown;
            if (study.State != before)
                db.StudyLog.Add(StudyLogEntry.Of(study, null, study.Comments, now)); // sent back to the reviewers, by nobody in particular
            await db.SaveChangesAsync(cancellationToken); // what is shown is read back
            return await db.ViewOfAsync(study, draft, cancellationToken);
        }

        async Task<Error?> GiveAsync(Study study, Guid labId, DateTimeOffset now, CancellationToken cancellationToken)
        {
            var found = await db.FindLabAsync(labId, access.Actor, cancellationToken);
            if (found.Failed)
                return found.Error;
            var lab = found.Value.Lab;
            if (lab.Id == study.LabId)
                return null;
            if (
                !await access.MayAsync(StudyRight.ChangeLab, study, cancellationToken)
                || !found.Value.Allows(LabRight.CreateStudies)
            )
                return Error.Forbidden;
            var strangers = await db
                .StudyMemberships.Where(m =>
                    m.StudyId == study.Id && !db.LabMemberships.Any(l => l.LabId == lab.Id && l.UserId == m.UserId)
                )
                .ToListAsync(cancellationToken);
            if (
                !await db.StudyMemberships.AnyAsync(
                    m =>
                        m.StudyId == study.Id
                        && m.Role == StudyRole.Admin
                        && db.LabMemberships.Any(l => l.LabId == lab.Id && l.UserId == m.UserId),
                    cancellationToken
                )
            )
                return StudyErrors.LastAdmin;
            db.StudyMemberships.RemoveRange(strangers);
            study.TransferTo(lab, access.Actor!.Id, now);
            return null;
        }
    }
}

static class StudyCriteria
{
    extension(IChsDb db)
    {
        /// <summary>Says in which studies children must, or must not, have taken part. What is absent stays.</summary>
        /// <returns>Why not; null: done.</returns>
        public async Task<Error?> SetCriteriaAsync(
            Study study,
            StudyInput said,
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            List<Fault> faults = [];
            var readable = await access.VisibleStudiesAsync(cancellationToken);
            foreach (
                var (ids, isRequired, member) in (IEnumerable<(IReadOnlyList<Guid>?, bool, string)>)
                    [
                        (said.MustHaveParticipated, true, "mustHaveParticipated"),
                        (said.MustNotHaveParticipated, false, "mustNotHaveParticipated"),
                    ]
            )
            {
                if (ids is null)
                    continue;
                Guid[] wanted = [.. ids.Distinct()];
                var seen = await db
                    .Studies.Where(readable)
                    .Where(s => wanted.Contains(s.Uuid))
                    .Select(s => new { s.Id, s.Uuid })
                    .Union(
                        db.Studies.Where(s => s.State == StudyState.Active && s.IsPublic && wanted.Contains(s.Uuid))
                            .Select(s => new { s.Id, s.Uuid })
                    )
                    .ToListAsync(cancellationToken);
                var held = await db
                    .ParticipationCriteria.Where(c => c.StudyId == study.Id && c.IsRequired == isRequired)
                    .ToListAsync(cancellationToken);
                // What is there already may stay, also when it can't be seen any more.
                var known = await db
                    .Studies.Where(s =>
                        wanted.Contains(s.Uuid)
                        && db.ParticipationCriteria.Any(c =>
                            c.StudyId == study.Id && c.IsRequired == isRequired && c.OtherStudyId == s.Id
                        )
                    )
                    .Select(s => new { s.Id, s.Uuid })
                    .ToListAsync(cancellationToken);
                var all = seen.Union(known).ToList();
                faults.AddRange(
                    wanted
                        .Where(id => id == study.Uuid || all.All(s => s.Uuid != id))
                        .Select(id => new Fault(
                            $"/{member}/{ids.ToList().IndexOf(id)}",
                            "unknown",
                            id == study.Uuid
                                ? "A study can't name itself."
                                : "There is no such study, or it isn't yours to see."
                        ))
                );
                db.ParticipationCriteria.RemoveRange(held.Where(c => all.All(s => s.Id != c.OtherStudyId)));
                foreach (var other in all.Where(s => s.Uuid != study.Uuid && held.All(c => c.OtherStudyId != s.Id)))
                    db.ParticipationCriteria.Add(ParticipationCriterion.Of(study, other.Id, isRequired));
            }

            return faults is [] ? null : Error.Invalid(faults);
        }
    }
}
