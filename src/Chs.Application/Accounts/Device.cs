namespace Chs.Application.Accounts;

/// <summary>A browser in which somebody has logged in before, as its sealed cookie says.</summary>
/// <param name="Id">Of the last complete log-in in this browser.</param>
/// <param name="LogIn">Whose log-in it was.</param>
public sealed record Device(string Id, RememberedLogIn LogIn);

/// <summary>A complete log-in, as a browser remembers it.</summary>
/// <param name="Account">The account's uuid.</param>
/// <param name="SecondFactor">Print of the second factor whose code was right; null: none was asked for.</param>
public sealed record RememberedLogIn(Guid Account, string? SecondFactor);
