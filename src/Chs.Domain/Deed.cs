namespace Chs.Domain;

/// <summary>Who does something, and when.</summary>
/// <param name="By">Uuid of the user, or of a lab's key.</param>
/// <param name="ByKey">Database key of the user; 0: a lab's key does it, which is nobody's.</param>
/// <param name="At">When, UTC.</param>
public sealed record Deed(Guid By, long ByKey, DateTimeOffset At)
{
    /// <summary>Database key of the account that is remembered for it; null: it was a lab's key.</summary>
    public long? ByAccount => ByKey == 0 ? null : ByKey;
}
