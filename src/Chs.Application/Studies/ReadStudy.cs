using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Reads a study. Needs the right to read its details.</summary>
public sealed record ReadStudy(Guid StudyId) : IQuery<StudyView>, IWithinScope
{
    internal sealed class Handler(StudyFinder studies, StudyViews views)
        : IRequestHandler<ReadStudy, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(ReadStudy request, CancellationToken cancellationToken)
        {
            var found = await studies.FindWholeAsync(request.StudyId, StudyRight.ReadDetails, null, cancellationToken);
            return found.Failed ? found.Error : await views.OfAsync(found.Value, cancellationToken);
        }
    }
}
