namespace Chs.Domain;

/// <summary>The kinds of "no" that a caller must expect. Closed: each contract answers every one of them.</summary>
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

/// <summary>One refusal. A code belongs to the v3 contract and never changes its meaning; the message may.</summary>
public sealed record Error(ErrorKind Kind, string Code, string Message)
{
    /// <summary>For <see cref="ErrorKind.Invalid"/>: every fault at once, each with its JSON pointer.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Nobody is logged in, or what was presented proves nothing.</summary>
    public static readonly Error Unauthenticated = new(
        ErrorKind.Unauthenticated,
        "access.unauthenticated",
        "Log in first."
    );

    /// <summary>The actor may see the thing, but not do this with it.</summary>
    public static readonly Error Forbidden = new(ErrorKind.Forbidden, "access.forbidden", "You may not do this.");

    /// <summary>The version in If-Match isn't the newest any more.</summary>
    public static readonly Error Stale = new(
        ErrorKind.Stale,
        "version.stale",
        "Somebody changed it since you read it."
    );

    /// <summary>The same, where we know what the newest is.</summary>
    public static Error StaleAt(int version) => Stale with { CurrentVersion = version };

    /// <summary>For <see cref="ErrorKind.Stale"/>: the newest version; null: not known.</summary>
    public int? CurrentVersion { get; init; }

    /// <summary>Where a lost update would hurt, a version must be named.</summary>
    public static readonly Error VersionNeeded = new(
        ErrorKind.VersionNeeded,
        "version.needed",
        "Name the version that you read in If-Match, or '*' for whatever there is."
    );

    /// <summary>Unknown and invisible things are answered alike.</summary>
    public static Error NotFound(string what) =>
        new(
            ErrorKind.NotFound,
            $"{what}.not_found",
            $"There is no such {what.Replace('_', ' ')}, or it isn't yours to see."
        );

    public static Error Conflict(string code, string message) => new(ErrorKind.Conflict, code, message);

    public static Error TooMany(string code, string message) => new(ErrorKind.TooMany, code, message);

    public static Error Invalid(params IReadOnlyList<Fault> faults) =>
        new(ErrorKind.Invalid, "request.invalid", "The request has faults.") { Faults = faults };

    /// <summary>One faulty member.</summary>
    /// <param name="pointer">JSON pointer into the request body, such as <c>/givenName</c>.</param>
    /// <param name="code">What is wrong, for programs.</param>
    /// <param name="message">What is wrong, for people.</param>
    public static Error Invalid(string pointer, string code, string message) =>
        Invalid([new Fault(pointer, code, message)]);
}

/// <summary>One fault of a request.</summary>
/// <param name="Pointer">JSON pointer to the member at fault; empty for the whole document.</param>
/// <param name="Code">What is wrong, for programs.</param>
/// <param name="Message">What is wrong, for people.</param>
public sealed record Fault(string Pointer, string Code, string Message);
