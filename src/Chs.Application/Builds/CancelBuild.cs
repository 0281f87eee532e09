using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Builds;

/// <summary>Stops a build that is waiting or running. Needs the right to write the study's details.</summary>
/// <remarks>The study goes on serving the files that it serves.</remarks>
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

            var build = (await db.LockBuildAsync(request.BuildId, cancellationToken))!;
            var now = time.GetUtcNow();
            var stateBefore = build.State;
            var cancelled = build.Cancel(access.Actor!.Id, now);
            if (cancelled.Failed)
                return cancelled.Error;
            if (build.State != stateBefore)
                db.AppendEvents(build, [new BuildLine(BuildEventKind.State, nameof(BuildState.Cancelled))], now);
            return await db.ViewAsync(build, cancellationToken);
        }
    }
}
