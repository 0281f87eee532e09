using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Builds;

/// <summary>Stops a build, whether it waits or runs. The study goes on serving what it served. Needs the right to write the study's details.</summary>
public sealed record CancelBuild(Guid BuildId) : ICommand<BuildView>, IWithinScope
{
    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<CancelBuild, Outcome<BuildView>>
    {
        public async Task<Outcome<BuildView>> Handle(CancelBuild request, CancellationToken cancellationToken)
        {
            var found = await db.FindBuildAsync(request.BuildId, StudyRight.WriteDetails, access, cancellationToken);
            if (found.Failed)
                return found.Error;
            var (build, now) = ((await db.LockBuildAsync(request.BuildId, cancellationToken))!, time.GetUtcNow());
            var before = build.State;
            var cancelled = build.Cancel(access.Actor!.Id, now);
            if (cancelled.Failed)
                return cancelled.Error;
            if (before != build.State)
                db.Tell(build, [new BuildLine(BuildEventKind.State, nameof(BuildState.Cancelled))], now);
            return await db.ViewAsync(build, cancellationToken);
        }
    }
}
