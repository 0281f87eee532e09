namespace Chs.Domain.Accounts;

/// <summary>The kinds of credential that a client can present.</summary>
public enum CredentialKind
{
    /// <summary>A browser's log-in, in a cookie.</summary>
    Session = 1,

    /// <summary>A token for scripts: <c>Authorization: Token …</c> on v1 and v2, <c>Bearer …</c> on v3.</summary>
    ApiToken = 2,

    /// <summary>A program's log-in: <c>Authorization: Bearer …</c> on v3 only.</summary>
    SessionKey = 3,
}
