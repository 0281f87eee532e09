using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Auditing;

/// <summary>Chains what was audited since the last time. Every few seconds, by whichever process comes first: so no audited change waits for another.</summary>
public sealed record SealAudit : ICommand<int>
{
    const int AtOnce = 2000;

    internal sealed class Handler(IChsDb db) : IRequestHandler<SealAudit, Outcome<int>>
    {
        public async Task<Outcome<int>> Handle(SealAudit request, CancellationToken cancellationToken)
        {
            var open = await db
                .Audit.Where(e => e.ChainNumber == null)
                .OrderBy(e => e.Id)
                .Take(AtOnce)
                .ToListAsync(cancellationToken);
            if (open is [])
                return 0;
            var last = await db
                .Audit.AsNoTracking()
                .Where(e => e.ChainNumber != null)
                .OrderByDescending(e => e.ChainNumber)
                .Select(e => new { e.ChainNumber, e.Digest })
                .FirstOrDefaultAsync(cancellationToken);
            var (number, digest) = (last?.ChainNumber ?? 0, last?.Digest ?? []);
            foreach (var entry in open)
            {
                entry.Seal(++number, digest);
                digest = entry.Digest!;
            }

            return open.Count;
        }
    }
}

/// <summary>Recomputes the whole chain. For operators at the machine.</summary>
/// <param name="Expected">Number of an entry whose digest is known; null: none.</param>
public sealed record VerifyAudit(long? Expected) : IQuery<AuditVerdict>
{
    internal sealed class Handler(IChsDb db) : IRequestHandler<VerifyAudit, Outcome<AuditVerdict>>
    {
        public async Task<Outcome<AuditVerdict>> Handle(VerifyAudit request, CancellationToken cancellationToken)
        {
            await using var snapshot = await db.BeginSnapshotAsync(cancellationToken);
            var (number, digest, expectedDigest) = (0L, Array.Empty<byte>(), (string?)null);
            await foreach (
                var entry in db
                    .Audit.AsNoTracking()
                    .Where(e => e.ChainNumber != null)
                    .OrderBy(e => e.ChainNumber)
                    .AsAsyncEnumerable()
                    .WithCancellation(cancellationToken)
            )
            {
                if (entry.ChainNumber != number + 1)
                    return new AuditVerdict(
                        number,
                        Convert.ToHexStringLower(digest),
                        expectedDigest,
                        0,
                        $"Entry {number + 1} is missing."
                    );
                var expected = entry.DigestAfter(digest, ++number);
                if (!expected.AsSpan().SequenceEqual(entry.Digest))
                    return new AuditVerdict(
                        number - 1,
                        Convert.ToHexStringLower(digest),
                        expectedDigest,
                        0,
                        $"Entry {number} isn't as it was sealed."
                    );
                digest = expected;
                if (number == request.Expected)
                    expectedDigest = Convert.ToHexStringLower(digest);
            }

            return new AuditVerdict(
                number,
                Convert.ToHexStringLower(digest),
                expectedDigest,
                await db.Audit.CountAsync(e => e.ChainNumber == null, cancellationToken),
                null
            );
        }
    }
}

/// <summary>What became of verifying.</summary>
/// <param name="Last">Number of the last good entry.</param>
/// <param name="Digest">Its digest in hex: kept elsewhere, it shows later that nothing was cut off.</param>
/// <param name="ExpectedDigest">Digest of the entry that was asked for; null: there is none.</param>
/// <param name="Unsealed">Entries of the last seconds that aren't chained yet.</param>
/// <param name="Fault">What is wrong; null: nothing.</param>
public sealed record AuditVerdict(long Last, string Digest, string? ExpectedDigest, int Unsealed, string? Fault);
