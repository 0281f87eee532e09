namespace Chs.Domain;

/// <summary>Tells a member that was sent as null apart from one that was not sent (where the whole Optional is null).</summary>
public sealed record Optional<T>(T Value)
{
    public static implicit operator Optional<T>(T value) => new(value);
}
