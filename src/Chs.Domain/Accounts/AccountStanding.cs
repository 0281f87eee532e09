namespace Chs.Domain.Accounts;

/// <summary>What staff have decided about an account.</summary>
/// <param name="IsActive">Whether the account can be used; spam never can.</param>
/// <param name="IsSpam">Whether the account was created by a spammer.</param>
/// <param name="Comments">The reasons; shown to staff only.</param>
public sealed record AccountStanding(bool IsActive, bool IsSpam, string Comments)
{
    public bool IsActive { get; } = IsActive && !IsSpam;
}
