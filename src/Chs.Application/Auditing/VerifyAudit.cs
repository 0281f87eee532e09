using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Auditing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Auditing;

/// <summary>Recomputes the whole hash chain of the audit log. For operators on the server's command line.</summary>
/// <param name="Expected">Chain number of an entry whose digest the operator knows; null: none.</param>
public sealed record VerifyAudit(long? Expected) : IQuery<AuditVerdict>, ISystemRequest
{
    internal sealed class Handler(IChsDb db) : IRequestHandler<VerifyAudit, Outcome<AuditVerdict>>
    {
        public async Task<Outcome<AuditVerdict>> Handle(VerifyAudit request, CancellationToken cancellationToken)
        {
            await using var snapshot = await db.BeginSnapshotAsync(cancellationToken);
            var chain = new Chain();
            string? expectedDigest = null;
            await foreach (var entry in SealedEntries().WithCancellation(cancellationToken))
            {
                if (chain.Append(entry) is { } fault)
                    return new AuditVerdict(chain.Length, chain.HexDigest, expectedDigest, Unsealed: 0, fault);
                if (chain.Length == request.Expected)
                    expectedDigest = chain.HexDigest;
            }

            var unsealed = await db.Audit.CountAsync(e => e.ChainNumber == null, cancellationToken);
            return new AuditVerdict(chain.Length, chain.HexDigest, expectedDigest, unsealed, Fault: null);
        }

        IAsyncEnumerable<AuditEntry> SealedEntries() =>
            db.Audit.AsNoTracking().Where(e => e.ChainNumber != null).OrderBy(e => e.ChainNumber).AsAsyncEnumerable();
    }

    /// <summary>The part of the chain that has been verified.</summary>
    sealed class Chain
    {
        byte[] _digest = [];

        public long Length { get; private set; }

        public string HexDigest => Convert.ToHexStringLower(_digest);

        /// <returns>Why the entry isn't the next of the chain; null when it is, and has been appended.</returns>
        public string? Append(AuditEntry entry)
        {
            var number = Length + 1;
            if (entry.ChainNumber != number)
                return $"Entry {number} is missing.";
            var digest = entry.DigestAfter(_digest, number);
            if (!digest.AsSpan().SequenceEqual(entry.Digest))
                return $"Entry {number} isn't as it was sealed.";
            Length = number;
            _digest = digest;
            return null;
        }
    }
}

/// <summary>The result of a verification.</summary>
/// <param name="Last">Chain number of the last valid entry.</param>
/// <param name="Digest">
/// Digest of that entry in hex. An operator who keeps it elsewhere can check later that no entries were cut off.
/// </param>
/// <param name="ExpectedDigest">Digest of the entry that the operator named; null when there is none.</param>
/// <param name="Unsealed">Entries of the last seconds that aren't in the chain yet.</param>
/// <param name="Fault">What is wrong; null when the chain is valid.</param>
public sealed record AuditVerdict(long Last, string Digest, string? ExpectedDigest, int Unsealed, string? Fault);
