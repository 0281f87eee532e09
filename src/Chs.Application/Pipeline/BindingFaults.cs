using Chs.Domain;

namespace Chs.Application.Pipeline;

/// <summary>
/// What a host couldn't read of the request that it is answering. <see cref="ValidationBehavior{TRequest, TResponse}"/>
/// refuses the request with these faults and its own, so that a client learns of all of them at once.
/// </summary>
public sealed class BindingFaults
{
    /// <summary>More faults than these help nobody.</summary>
    const int MaximumFound = 1000;

    readonly List<Fault> _faults = [];

    public bool HasAny => _faults.Count > 0;

    public void Add(params IReadOnlyList<Fault> faults) => _faults.AddRange(faults);

    /// <summary>All faults of the request.</summary>
    /// <param name="found">Those of its validators. What couldn't be read isn't judged a second time.</param>
    public IReadOnlyList<Fault> With(IReadOnlyList<Fault> found) =>
        [
            .. _faults,
            .. found
                .Take(MaximumFound)
                .Where(fault => !_faults.Exists(unread => Covers(unread.Pointer, fault.Pointer))),
        ];

    static bool Covers(string pointer, string other) =>
        other.StartsWith(pointer, StringComparison.Ordinal)
        && (other.Length == pointer.Length || other[pointer.Length] == '/');
}
