namespace Chs.Domain;

/// <summary>Why a request was refused.</summary>
/// <param name="Kind">Decides how each contract answers.</param>
/// <param name="Code">For programs; part of the v3 contract, so its meaning never changes.</param>
/// <param name="Message">For people; may change.</param>
public sealed record Error(ErrorKind Kind, string Code, string Message)
{
    /// <summary>
    /// For <see cref="ErrorKind.Invalid"/> and <see cref="ErrorKind.Unconfirmed"/>: all faults of the request. Of another
    /// kind, they are faults of what the request is about.
    /// </summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Nobody is logged in, or the credential presented is not valid.</summary>
    public static readonly Error Unauthenticated = new(
        ErrorKind.Unauthenticated,
        "access.unauthenticated",
        "Log in first."
    );

    /// <summary>The message of a refusal that gives no reason of its own.</summary>
    public const string ForbiddenMessage = "You may not do this.";

    /// <summary>The actor may see the resource but not do this with it.</summary>
    public static readonly Error Forbidden = new(ErrorKind.Forbidden, "access.forbidden", ForbiddenMessage);

    /// <summary>The version in If-Match is no longer the newest.</summary>
    public static readonly Error Stale = new(
        ErrorKind.Stale,
        "version.stale",
        "Somebody changed it since you read it."
    );

    /// <summary><see cref="Stale"/> where the newest version is known.</summary>
    public static Error StaleAt(int version) => Stale with { CurrentVersion = version };

    /// <summary>For <see cref="ErrorKind.Stale"/>: the newest version; null when not known.</summary>
    public int? CurrentVersion { get; init; }

    /// <summary>How long to wait before another attempt; null: waiting doesn't help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The operation requires If-Match, because a lost update would do harm there.</summary>
    public static readonly Error VersionNeeded = new(
        ErrorKind.VersionNeeded,
        "version.needed",
        "Name the version that you read in If-Match, or '*' for whatever there is."
    );

    /// <summary>What does not exist and what the actor may not see get the same answer.</summary>
    /// <param name="what">The kind of resource in snake case, such as <c>build_record</c>.</param>
    public static Error NotFound(string what) =>
        new(
            ErrorKind.NotFound,
            $"{what}.not_found",
            $"There is no such {what.Replace('_', ' ')}, or it isn't yours to see."
        );

    public static Error Conflict(string code, string message) => new(ErrorKind.Conflict, code, message);

    /// <param name="code">For programs.</param>
    /// <param name="message">For people.</param>
    /// <param name="wait">How long to wait before another attempt.</param>
    public static Error TooMany(string code, string message, TimeSpan wait) =>
        new(ErrorKind.TooMany, code, message) { RetryAfter = wait };

    /// <summary>Somebody who is logged in gave a wrong password or code.</summary>
    /// <param name="code">For programs.</param>
    /// <param name="pointer">The request's member that isn't right.</param>
    /// <param name="message">For people.</param>
    public static Error Unconfirmed(string code, string pointer, string message) =>
        new(ErrorKind.Unconfirmed, code, message) { Faults = [new Fault(pointer, "wrong", message)] };

    /// <param name="code">For programs.</param>
    /// <param name="message">For people.</param>
    /// <param name="wait">How long to wait before another attempt.</param>
    public static Error Unavailable(string code, string message, TimeSpan wait) =>
        new(ErrorKind.Unavailable, code, message) { RetryAfter = wait };

    public static Error Invalid(params IReadOnlyList<Fault> faults) =>
        new(ErrorKind.Invalid, "request.invalid", "The request has faults.") { Faults = faults };

    /// <summary>The same refusal where what is at fault is a part of the request.</summary>
    /// <param name="pointer">JSON pointer to that part.</param>
    public Error Within(string pointer) =>
        this with
        {
            Faults = [.. Faults.Select(fault => fault with { Pointer = pointer + fault.Pointer })],
        };

    /// <summary>A request with one faulty member.</summary>
    /// <param name="pointer">JSON pointer into the request body, such as <c>/givenName</c>.</param>
    /// <param name="code">What is wrong, for programs.</param>
    /// <param name="message">What is wrong, for people.</param>
    public static Error Invalid(string pointer, string code, string message) =>
        Invalid([new Fault(pointer, code, message)]);
}
