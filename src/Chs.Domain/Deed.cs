namespace Chs.Domain;

/// <summary>Who does something, and when.</summary>
/// <param name="By">Uuid of the user.</param>
/// <param name="ByKey">Database key of the user.</param>
/// <param name="At">When, UTC.</param>
public sealed record Deed(Guid By, long ByKey, DateTimeOffset At);
