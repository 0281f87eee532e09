using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Chs.Application.Idempotency;

/// <summary>
/// The stored result of a change that the client can repeat with the same <c>Idempotency-Key</c>. It is saved in the
/// change's transaction and kept for a day.
/// </summary>
public sealed class IdempotentRequest
{
    /// <summary>How long it is kept; the client can repeat the request as long.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    static readonly JsonSerializerOptions WithoutSecrets = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveSecretsOut } },
    };

    IdempotentRequest() { }

    public long Id { get; private init; }

    /// <summary>The actor's database key; 0 for nobody. The same Idempotency-Key of another user is another request.</summary>
    public long UserId { get; private init; }

    /// <summary>The Idempotency-Key as the client chose it, at most 200 characters.</summary>
    public string Key { get; private init; } = "";

    /// <summary>SHA-256 over the request. The same key with another request is an error of the client.</summary>
    public byte[] RequestDigest { get; private init; } = [];

    /// <summary>The use case's result as JSON.</summary>
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

    public void StoreAnswer(object? answer) => Answer = JsonSerializer.Serialize(answer, WithoutSecrets);

    static void LeaveSecretsOut(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
            if (member.AttributeProvider?.IsDefined(typeof(ShownOnceAttribute), inherit: false) is true)
                member.ShouldSerialize = (_, _) => false;
    }

    /// <param name="type">Type of the result; null when the use case has none.</param>
    public object? RestoreAnswer(Type? type) => type is null ? null : JsonSerializer.Deserialize(Answer, type);
}
