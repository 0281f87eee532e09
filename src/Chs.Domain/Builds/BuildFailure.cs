namespace Chs.Domain.Builds;

/// <summary>Why an attempt to build failed.</summary>
/// <param name="Code">For programs; never changes its meaning.</param>
/// <param name="Message">For people.</param>
/// <param name="IsTransient">Whether the failure is transient, such as a network, store or broker that is unavailable.</param>
public sealed record BuildFailure(string Code, string Message, bool IsTransient)
{
    /// <summary>How long another attempt would be in vain; null: not known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static BuildFailure For(Error error)
    {
        var message = error.Faults is [var fault, ..] ? fault.Message : error.Message;
        return new BuildFailure(error.Code, message, IsTransient: error.Kind is ErrorKind.Unavailable)
        {
            // The usual wait is a guess of ours, to which retries have their own.
            RetryAfter = error.RetryAfter > BuildErrors.UsualWait ? error.RetryAfter : null,
        };
    }
}
