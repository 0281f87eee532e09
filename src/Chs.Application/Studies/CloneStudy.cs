using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Copies a study that the actor may see into a lab in which the actor may create studies.</summary>
/// <remarks>The copy isn't built and isn't public. The actor becomes its admin.</remarks>
/// <param name="LabId">Null: the original's lab.</param>
public sealed record CloneStudy(Guid StudyId, Guid? LabId) : ICommand<StudyView>
{
    internal sealed class Handler(
        IChsDb db,
        StudyFinder studies,
        LabFinder labs,
        StudyViews views,
        Actor actor,
        TimeProvider time
    ) : IRequestHandler<CloneStudy, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(CloneStudy request, CancellationToken cancellationToken)
        {
            var found = await studies.FindWholeAsync(request.StudyId, StudyRight.ReadDetails, null, cancellationToken);
            if (found.Failed)
                return found.Error;
            var original = found.Value;
            var lab = await FindTargetLabAsync(request, original, cancellationToken);
            if (lab.Failed)
                return lab.Error;

            var copy = Study.CopyOf(original, lab.Value, actor.Deed(time));
            db.Studies.Add(copy);
            return await views.OfNewAsync(copy, cancellationToken);
        }

        async Task<Outcome<Lab>> FindTargetLabAsync(
            CloneStudy request,
            Study original,
            CancellationToken cancellationToken
        )
        {
            var labId = request.LabId ?? await LabIdOfAsync(original, cancellationToken);
            return labId is { } id ? await labs.FindForNewStudyAsync(id, cancellationToken) : Error.NotFound("lab");
        }

        Task<Guid?> LabIdOfAsync(Study study, CancellationToken cancellationToken) =>
            db.Labs.Where(l => l.Id == study.LabId).Select(l => (Guid?)l.Uuid).SingleOrDefaultAsync(cancellationToken);
    }
}
