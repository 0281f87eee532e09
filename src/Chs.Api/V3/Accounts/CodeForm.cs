namespace Chs.Api.V3.Accounts;

/// <summary>A code of a second factor.</summary>
public sealed record CodeForm
{
    /// <summary>Six digits from the app, or a recovery code.</summary>
    /// <example>123456</example>
    public required string Code { get; init; }
}
