namespace Chs.Application.Accounts;

/// <summary>A logged-in person, as far as permissions need it.</summary>
/// <param name="Key">The user's integer key.</param>
/// <param name="Id">The user's uuid.</param>
public sealed record Actor(long Key, Guid Id, bool IsResearcher, bool IsStaff);
