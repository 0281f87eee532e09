using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Changes what researchers say about a study, and what runs in it. Needs the right to write its details.</summary>
public sealed record UpdateStudy(Guid StudyId, StudyInput Study, int? IfVersion) : ICommand<StudyView>
{
    internal sealed class Validator : AbstractValidator<UpdateStudy>
    {
        public Validator() => RuleFor(x => x.Study).SetValidator(new StudyInput.Validator()).OverridePropertyName("");
    }

    internal sealed class Handler(IChsDb db, Access access, TimeProvider time) : IRequestHandler<UpdateStudy, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(UpdateStudy request, CancellationToken cancellationToken)
        {
            var found = await db.FindStudyAsync(request.StudyId, StudyRight.WriteDetails, access, cancellationToken);
            if (found.Failed) return found.Error;
            var (study, said, now) = (found.Value, request.Study, time.GetUtcNow());
            if (request.IfVersion is { } expected && expected != study.Version) return Error.Stale;

            var ages = said.Over(study.Ages);
            if (ages.Failed) return ages.Error;
            var draft = await db.DraftOfAsync(study, cancellationToken);
            var protocol = said.Over(draft.Protocol, study.Type);
            if (protocol.Failed) return protocol.Error;

            var before = study.State;
            study.Describe(said.Over(study.Details), ages.Value, said.IsPublic ?? study.IsPublic, said.IsPreviewShared ?? study.IsPreviewShared, access.Actor!.Id, now);
            if (study.Revise(draft, protocol.Value, access.Actor.Id, now, access.Actor.Key, said.Note ?? "") is { } revised)
            {
                db.StudyVersions.Add(revised);
                draft = revised;
            }

            if (study.State != before) db.StudyLog.Add(StudyLogEntry.Of(study, null, study.Comments, now));      // sent back to the reviewers, by nobody in particular
            var lab = await db.Labs.Where(l => l.Id == study.LabId).Select(l => (Guid?)l.Uuid).SingleOrDefaultAsync(cancellationToken);
            return StudyView.Of(study, draft, lab);
        }
    }
}
