namespace Chs.Api.V3.Accounts;

/// <summary>Who begins to set up a second factor.</summary>
public sealed record EnrolmentForm
{
    /// <summary>The account's password; absent: it has none, because its owner logs in elsewhere.</summary>
    /// <example>let us try CHS</example>
    public string? Password { get; init; }
}
