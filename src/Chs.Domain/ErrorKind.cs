namespace Chs.Domain;

/// <summary>The kinds of refusal that a caller must expect. The list is closed: every contract has an answer for each.</summary>
public enum ErrorKind
{
    Invalid,
    Unauthenticated,
    Forbidden,
    NotFound,
    Conflict,
    Stale,
    VersionNeeded,
    TooMany,

    /// <summary>What somebody who is logged in gave to confirm who they are isn't right, such as a password.</summary>
    Unconfirmed,

    /// <summary>Another system that is needed doesn't answer now.</summary>
    Unavailable,
}
