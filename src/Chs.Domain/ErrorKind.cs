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
}
