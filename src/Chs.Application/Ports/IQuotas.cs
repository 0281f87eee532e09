using Chs.Application.Access;

namespace Chs.Application.Ports;

/// <summary>
/// Counts what may happen only so often. All processes of the site count together, and a restart forgets nothing.
/// </summary>
public interface IQuotas
{
    /// <summary>
    /// Takes one from each quota, in their order, until one is used up: those behind it lose nothing. What was taken stays
    /// taken, whatever becomes of the request, unless it is given back.
    /// </summary>
    /// <remarks>
    /// It has a transaction of its own, so it is called before one begins: SQLite has one writer at a time, and this one
    /// would wait for its caller.
    /// </remarks>
    /// <returns>How long to wait; null when every quota had one left.</returns>
    Task<TimeSpan?> TakeAsync(IReadOnlyList<Quota> quotas, CancellationToken cancellationToken);

    /// <summary>Gives back one that was taken for something that isn't to be counted.</summary>
    /// <remarks>Outside of transactions, as <see cref="TakeAsync"/>.</remarks>
    Task ReturnAsync(Quota quota, CancellationToken cancellationToken);
}
