using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Builds;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Builds;

/// <summary>
/// Returns builds to the queue whose worker has disappeared or whose job was lost. Scheduled once a minute.
/// </summary>
/// <returns>Number of builds.</returns>
public sealed record RequeueStalledBuilds : ICommand<int>, ISystemRequest
{
    /// <summary>A build that has waited longer than any delay between attempts is no longer in the queue.</summary>
    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    /// <summary>Builds in one transaction. The next run takes the others.</summary>
    const int BatchSize = 100;

    internal sealed class Handler(IChsDb db, BuildOptions options, TimeProvider time)
        : IRequestHandler<RequeueStalledBuilds, Outcome<int>>
    {
        public async Task<Outcome<int>> Handle(RequeueStalledBuilds request, CancellationToken cancellationToken)
        {
            var now = time.GetUtcNow();
            var leaseExpired = now - options.LeaseDuration;
            var waitExceeded = now - LongestWait;
            var stalled = await db
                .Builds.Where(b =>
                    (b.State == BuildState.Running && b.LeasedUntil < leaseExpired && b.OfferedAt < leaseExpired)
                    || (b.State == BuildState.Queued && b.OfferedAt < waitExceeded)
                )
                .OrderBy(b => b.Id)
                .Take(BatchSize)
                .ToListAsync(cancellationToken);
            foreach (var build in stalled)
                build.Requeue(now);
            return stalled.Count;
        }
    }
}
