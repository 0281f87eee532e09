using System.Security.Cryptography;
using System.Text;

namespace Chs.Domain.Auditing;

/// <summary>Who did or read what. Survives what it speaks of: it holds ids, no foreign keys.</summary>
public sealed class AuditEntry
{
    AuditEntry() { }

    public long Id { get; private init; }
    public DateTimeOffset At { get; private init; }

    /// <summary>The actor's uuid; null for the program itself.</summary>
    public Guid? Actor { get; private init; }

    /// <summary>Verb and noun, such as <c>export responses</c>.</summary>
    public string Action { get; private init; } = "";

    /// <summary>The study, child or response spoken of.</summary>
    public Guid? Subject { get; private init; }

    /// <summary>Particulars as JSON text; never what the data say.</summary>
    public string Details { get; private init; } = "{}";

    /// <summary>Place in the chain: 1, 2, 3 … Given within seconds, when the entry is sealed; null until then.</summary>
    public long? ChainNumber { get; private set; }

    /// <summary>SHA-256 over the digest before and all that the entry says; null until it is sealed.</summary>
    public byte[]? Digest { get; private set; }

    /// <summary>Makes the entry the next of the chain: from then on nobody changes, removes or inserts one without its being seen.</summary>
    public void Seal(long number, ReadOnlySpan<byte> before)
    {
        if (ChainNumber is not null)
            throw new InvalidOperationException("Sealed already.");
        (ChainNumber, Digest) = (number, DigestAfter(before, number));
    }

    /// <summary>What the digest must be at this place of the chain.</summary>
    /// <param name="before">Digest of the entry before; empty for the first.</param>
    public byte[] DigestAfter(ReadOnlySpan<byte> before, long number)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        // Microseconds: finer ones don't survive the databases.
        foreach (
            var part in (string[])
                [
                    number.ToString(),
                    (At.UtcTicks / TimeSpan.TicksPerMicrosecond).ToString(),
                    Actor?.ToString() ?? "",
                    Action,
                    Subject?.ToString() ?? "",
                    Details,
                ]
        )
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length)); // lengths keep "a","bc" and "ab","c" apart
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
