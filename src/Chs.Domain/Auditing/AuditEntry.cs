using System.Security.Cryptography;
using System.Text;

namespace Chs.Domain.Auditing;

/// <summary>A record of who did or read what. It holds ids instead of foreign keys, so it outlives what they refer to.</summary>
public sealed class AuditEntry
{
    /// <summary>The action of an operator who gives an account every right on the site.</summary>
    public const string AdministratorAppointed = "appoint administrator";

    /// <summary>The action of an operator who makes an account a site reviewer's.</summary>
    public const string ReviewerAppointed = "appoint reviewer";

    /// <summary>The action of a start without the demo that takes rights on the site back which came from the demo.</summary>
    public const string DemoRightsWithdrawn = "withdraw demo rights";

    /// <summary>What <see cref="Accounts.UserRightsGranted"/> is in the log: somebody replaces an account's rights.</summary>
    public const string UserRightsGranted = "user rights granted";

    /// <summary>What <see cref="Labs.LabTokenRevoked"/> is in the log.</summary>
    public const string LabTokenRevoked = "lab token revoked";

    /// <summary>What <see cref="Accounts.UserModerated"/> is in the log: somebody decides whether an account can be used.</summary>
    public const string AccountModerated = "user moderated";

    AuditEntry() { }

    public long Id { get; private init; }
    public DateTimeOffset At { get; private init; }

    /// <summary>The actor's id; null for CHS itself.</summary>
    public Guid? Actor { get; private init; }

    /// <summary>Verb and noun, such as <c>export responses</c>.</summary>
    public string Action { get; private init; } = "";

    /// <summary>Id of the study, child or response concerned.</summary>
    public Guid? Subject { get; private init; }

    /// <summary>Particulars as JSON text; never the contents of data.</summary>
    public string Details { get; private init; } = "{}";

    /// <summary>Position in the chain: 1, 2, 3 … Null until the entry is sealed, which takes seconds.</summary>
    public long? ChainNumber { get; private set; }

    /// <summary>SHA-256 over the digest of the previous entry and all members of this one; null until the entry is sealed.</summary>
    public byte[]? Digest { get; private set; }

    /// <summary>Makes the entry the next one of the chain. From then on changing, removing or inserting entries is detected.</summary>
    /// <param name="number">Position in the chain, from 1.</param>
    /// <param name="before">Digest of the previous entry; empty for the first.</param>
    public void Seal(long number, ReadOnlySpan<byte> before)
    {
        if (ChainNumber is not null)
            throw new InvalidOperationException("The entry is sealed already.");
        ChainNumber = number;
        Digest = DigestAfter(before, number);
    }

    /// <summary>Computes the digest of the entry at this position of the chain.</summary>
    /// <param name="before">Digest of the previous entry; empty for the first.</param>
    /// <param name="number">Position in the chain, from 1.</param>
    public byte[] DigestAfter(ReadOnlySpan<byte> before, long number)
    {
        // The databases keep times to the microsecond.
        var microseconds = At.UtcTicks / TimeSpan.TicksPerMicrosecond;
        string[] parts =
        [
            number.ToString(),
            microseconds.ToString(),
            Actor?.ToString() ?? "",
            Action,
            Subject?.ToString() ?? "",
            Details,
        ];

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            // The lengths tell "a","bc" and "ab","c" apart.
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }

    public static AuditEntry Of(Guid? actor, string action, Guid? subject, string details, DateTimeOffset now) =>
        new()
        {
            Actor = actor,
            Action = action,
            Subject = subject,
            Details = details,
            At = now,
        };
}
