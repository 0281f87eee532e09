namespace Chs.Domain.Accounts;

/// <summary>The names of a person.</summary>
public sealed record PersonName(string Given, string Family, string Nickname);
