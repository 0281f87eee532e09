namespace Chs.Domain.Accounts;

/// <summary>Whether an account is one of the demo's, whose passwords everybody knows.</summary>
/// <remarks>Said of the account, not of its address: a person may really have such an address.</remarks>
public enum DemoStanding
{
    /// <summary>A person's account.</summary>
    None = 0,

    /// <summary>The demo's, on a site that shows it.</summary>
    Open = 1,

    /// <summary>The demo's, on a site that doesn't show it any more: nobody can use the account.</summary>
    Closed = 2,
}
