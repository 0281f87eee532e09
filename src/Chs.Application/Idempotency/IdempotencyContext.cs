namespace Chs.Application.Idempotency;

/// <summary>Carries the client's <c>Idempotency-Key</c> from the host to the pipeline, for one request.</summary>
public sealed class IdempotencyContext
{
    /// <summary>Null when the client sent none or the operation doesn't support it.</summary>
    public string? Key { get; set; }

    /// <summary>SHA-256 over verb, path, query and body.</summary>
    public byte[] RequestDigest { get; set; } = [];

    /// <summary>Whether the result is that of an earlier request.</summary>
    public bool Replayed { get; internal set; }
}
