using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Builds;

/// <summary>Reads a build. Needs the right to read the study's details.</summary>
public sealed record ReadBuild(Guid BuildId) : IQuery<BuildView>, IWithinScope
{
    internal sealed class Handler(IChsDb db, AccessControl access) : IRequestHandler<ReadBuild, Outcome<BuildView>>
    {
        public async Task<Outcome<BuildView>> Handle(ReadBuild request, CancellationToken cancellationToken)
        {
            var found = await db.FindBuildAsync(request.BuildId, StudyRight.ReadDetails, access, cancellationToken);
            return found.Failed ? found.Error : await db.ViewAsync(found.Value.Build, cancellationToken);
        }
    }
}
