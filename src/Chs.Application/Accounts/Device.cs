using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>A browser in which somebody has logged in before, as its sealed cookie says.</summary>
/// <param name="Id">Of the last complete log-in in this browser.</param>
/// <param name="LogIn">Whose log-in it was.</param>
public sealed record Device(string Id, RememberedLogIn LogIn)
{
    /// <summary>When that log-in was.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Whether it is a browser of this account's owner, as far as the account knows.</summary>
    internal bool IsKnownTo(User account) =>
        LogIn.Account == account.Uuid && (account.DevicesKnownSince is not { } since || At >= since);
}

/// <summary>A complete log-in, as a browser remembers it.</summary>
/// <param name="Account">The account's uuid.</param>
/// <param name="SecondFactor">Print of the second factor whose code was right; null: none was asked for.</param>
public sealed record RememberedLogIn(Guid Account, string? SecondFactor);
