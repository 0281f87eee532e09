using System.Text.Json;

namespace Chs.Application.Idempotency;

/// <summary>A change that its client may repeat: the answer is kept beside the change, in the same transaction, for a day.</summary>
public sealed class IdempotentRequest
{
    IdempotentRequest() { }

    public long Id { get; private init; }

    /// <summary>The actor's key; 0 for nobody. Keys of different people never meet.</summary>
    public long UserId { get; private init; }

    /// <summary>As the client chose it, at most 200 characters.</summary>
    public string Key { get; private init; } = "";

    /// <summary>SHA-256 over the request: the same key with another request is a mistake of the client.</summary>
    public byte[] RequestDigest { get; private init; } = [];

    /// <summary>The use case's answer as JSON text.</summary>
    public string Answer { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private init; }

    public static IdempotentRequest Of(long user, string key, byte[] digest, DateTimeOffset now) =>
        new()
        {
            UserId = user,
            Key = key,
            RequestDigest = digest,
            CreatedAt = now,
        };

    public void StoreAnswer(object? answer) => Answer = JsonSerializer.Serialize(answer);

    public object? RestoreAnswer(Type? type) => type is null ? null : JsonSerializer.Deserialize(Answer, type);
}

/// <summary>Carries the client's <c>Idempotency-Key</c> from the host to the pipeline, for one request.</summary>
public sealed class IdempotencyContext
{
    /// <summary>Null when the client sent none or the operation doesn't offer it.</summary>
    public string? Key { get; set; }

    /// <summary>SHA-256 over verb, path and body.</summary>
    public byte[] RequestDigest { get; set; } = [];

    /// <summary>Whether the answer is that of an earlier request.</summary>
    public bool Replayed { get; internal set; }
}
