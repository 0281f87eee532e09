using Chs.Domain.Builds;

namespace Chs.Application.Builds;

/// <summary>
/// The value that a step of a build produced, or the failure that ends the attempt. Exactly one of the two is null.
/// </summary>
readonly record struct StepResult<T>(T? Value, BuildFailure? Failure)
    where T : class
{
    public static implicit operator StepResult<T>(T value) => new(value, null);

    public static implicit operator StepResult<T>(BuildFailure failure) => new(null, failure);
}
