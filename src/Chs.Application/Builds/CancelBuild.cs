using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Builds;

/// <summary>Stops a build that is waiting or running. Needs the right to write the study's details.</summary>
/// <remarks>The study goes on serving the files that it serves.</remarks>
public sealed record CancelBuild(Guid BuildId) : ICommand<BuildView>, IWithinScope
{
    internal sealed class Handler(BuildFinder builds, Actor actor, TimeProvider time)
        : IRequestHandler<CancelBuild, Outcome<BuildView>>
    {
        public async Task<Outcome<BuildView>> Handle(CancelBuild request, CancellationToken cancellationToken)
        {
            var found = await builds.FindAndLockAsync(request.BuildId, StudyRight.WriteDetails, cancellationToken);
            if (found.Failed)
                return found.Error;

            var build = found.Value;
            var cancelled = build.Cancel(actor.Deed(time));
            return cancelled.Failed ? cancelled.Error : await builds.ViewAsync(build, cancellationToken);
        }
    }
}
