using Chs.Domain;

namespace Chs.Application.Builds;

/// <summary>The result of checking a runner.</summary>
/// <param name="Faults">Why it can't be built; a study that names it isn't saved.</param>
/// <param name="Warnings">What couldn't be checked now; a study that names it is saved.</param>
public sealed record RunnerFindings(IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Warnings)
{
    internal static readonly RunnerFindings None = new([], []);

    internal static RunnerFindings OfFault(Fault fault) => new([fault], []);

    internal static RunnerFindings OfWarning(Fault warning) => new([], [warning]);

    /// <summary>Refuses a study that names a runner with faults.</summary>
    internal Outcome ToOutcome() => Faults is [] ? Outcome.Ok : Error.Invalid(Faults);
}
