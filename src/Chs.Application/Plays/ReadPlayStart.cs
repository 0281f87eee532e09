using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Plays;

/// <summary>Finds out whether the actor may start a study now, and what runs it.</summary>
/// <param name="ChildId">Who takes part; null in a preview without a child.</param>
public sealed record ReadPlayStart(Guid StudyId, Guid? ChildId, bool IsPreview) : IQuery<PlayStartView>, IOpenToFamilies
{
    internal sealed class Handler(PlayStartFinder starts) : IRequestHandler<ReadPlayStart, Outcome<PlayStartView>>
    {
        public async Task<Outcome<PlayStartView>> Handle(ReadPlayStart request, CancellationToken cancellationToken)
        {
            var found = await starts.FindAsync(request.StudyId, request.ChildId, request.IsPreview, cancellationToken);
            return found.Failed ? found.Error : new PlayStartView(found.Value.Study.Type);
        }
    }
}

/// <summary>A start that the actor is allowed.</summary>
/// <param name="Type">How the study is run.</param>
public sealed record PlayStartView(StudyType Type);
