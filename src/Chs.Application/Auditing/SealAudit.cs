using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Auditing;

/// <summary>Appends new audit entries to the hash chain. Returns how many.</summary>
/// <remarks>
/// Runs every few seconds in every process, apart from the changes that are audited: if they appended to the chain
/// themselves, they would have to wait for each other.
/// </remarks>
public sealed record SealAudit : ICommand<int>, ISystemRequest
{
    /// <summary>Entries sealed in one transaction.</summary>
    const int BatchSize = 2000;

    internal sealed class Handler(IChsDb db) : IRequestHandler<SealAudit, Outcome<int>>
    {
        public async Task<Outcome<int>> Handle(SealAudit request, CancellationToken cancellationToken)
        {
            var unsealed = await db
                .Audit.Where(e => e.ChainNumber == null)
                .OrderBy(e => e.Id)
                .Take(BatchSize)
                .ToListAsync(cancellationToken);
            if (unsealed is [])
                return 0;
            var last = await db
                .Audit.AsNoTracking()
                .Where(e => e.ChainNumber != null)
                .OrderByDescending(e => e.ChainNumber)
                .Select(e => new { e.ChainNumber, e.Digest })
                .FirstOrDefaultAsync(cancellationToken);
            var number = last?.ChainNumber ?? 0;
            var digest = last?.Digest ?? [];
            foreach (var entry in unsealed)
            {
                number++;
                entry.Seal(number, digest);
                digest = entry.Digest!;
            }

            return unsealed.Count;
        }
    }
}
