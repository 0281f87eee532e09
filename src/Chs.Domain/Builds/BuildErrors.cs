namespace Chs.Domain.Builds;

/// <summary>Refusals about builds. Codes are part of the v3 contract.</summary>
public static class BuildErrors
{
    public static readonly Error Ended = Error.Conflict("build.ended", "This build has ended already.");

    public static readonly Error Running = Error.Conflict(
        "build.running",
        "A build of this study is running. Wait for it, or cancel it first."
    );

    public static readonly Error NotNeeded = Error.Conflict("build.not_needed", "Only frameplayer studies are built.");

    public static readonly Error Expired = Error.Conflict("build.expired", "The files of this build were removed.");

    public const string HostUnavailableCode = "runner.host_unavailable";

    /// <summary>What callers are told to wait where nobody knows how long it takes.</summary>
    public static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(30);

    public const string NoBaseImageCode = "build.no_base_image";

    /// <summary>No container can be run.</summary>
    /// <param name="what">What is missing, and how to get it.</param>
    public static Error NoEngine(string what) => Error.Unavailable("build.no_engine", what, UsualWait);

    /// <summary>There is no image in which the runner could be built, and there won't be one without the operator.</summary>
    public static Error NoBaseImage(string why) => Error.Conflict(NoBaseImageCode, why);

    /// <summary>The image in which the runner could be built can't be had now.</summary>
    public static Error BaseImageUnavailable(string why) => Error.Unavailable(NoBaseImageCode, why, UsualWait);

    public static Error RepositoryRefused(string why) =>
        Error.Invalid("/runnerRepository", "runner.repository_refused", why);

    public static Error CommitUnknown(string repository, string commit) =>
        Error.Conflict("runner.commit_unknown", $"{repository} has no commit {commit}, or isn't public.");

    public static Error BranchUnknown(string repository, string branch) =>
        Error.Conflict(
            "runner.branch_unknown",
            $"{repository} has no branch '{branch}', doesn't exist or isn't public."
        );

    /// <summary>The source has no recipe, or one that can't be used.</summary>
    public static Error NotARunner(string why) => Error.Conflict("runner.not_a_runner", why);

    public static Error HostUnavailable(string host) =>
        Error.Unavailable(HostUnavailableCode, $"{host} doesn't answer at the moment.", UsualWait);

    /// <summary>The code host is there and answers nothing useful.</summary>
    public static Error HostRefuses(string host, int status, TimeSpan wait) =>
        Error.Unavailable(
            HostUnavailableCode,
            $"{host} doesn't answer what we ask at the moment (status {status}).",
            wait
        );

    /// <summary>The code host has answered as many requests as it wants to for now.</summary>
    public static Error HostLimits(string host, DateTimeOffset now, TimeSpan wait) =>
        Error.Unavailable(
            HostUnavailableCode,
            $"{host} answers only so many requests in a time, and no more before {now + wait:yyyy-MM-dd HH:mm:ss} UTC.",
            wait
        );
}
