using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Reads a study's type without loading its protocol. For those who may read it by <see cref="ReadStudyForJsonApi"/>.</summary>
public sealed record ReadStudyType(Guid StudyId) : IQuery<StudyType>
{
    internal sealed class Handler(StudyFinder studies) : IRequestHandler<ReadStudyType, Outcome<StudyType>>
    {
        public async Task<Outcome<StudyType>> Handle(ReadStudyType request, CancellationToken cancellationToken)
        {
            var found = await studies.FindPlayableAsync(request.StudyId, cancellationToken);
            return found.Failed ? found.Error : found.Value.Type;
        }
    }
}
