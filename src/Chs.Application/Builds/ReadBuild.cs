using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Builds;

/// <summary>Reads a build. Needs the right to read the study's details.</summary>
public sealed record ReadBuild(Guid BuildId) : IQuery<BuildView>, IWithinScope
{
    internal sealed class Handler(BuildFinder builds) : IRequestHandler<ReadBuild, Outcome<BuildView>>
    {
        public async Task<Outcome<BuildView>> Handle(ReadBuild request, CancellationToken cancellationToken)
        {
            var found = await builds.FindAsync(request.BuildId, StudyRight.ReadDetails, cancellationToken);
            return found.Failed ? found.Error : await builds.ViewAsync(found.Value, cancellationToken);
        }
    }
}
