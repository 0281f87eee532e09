using Chs.Domain;

namespace Chs.Application.Pipeline;

/// <summary>
/// Finds out what the database doesn't know, such as whether a code host knows a commit, before the use case's
/// transaction begins: no transaction waits for another machine. What is counted and what takes long, such as hashing a
/// password, comes before it too: SQLite has one writer at a time.
/// </summary>
/// <remarks>
/// It first checks whether the actor is allowed to do this, so that no other machine is called for people who aren't.
/// What it found is left in a <see cref="Prepared{T}"/>. A repeated request that already has an answer isn't prepared.
/// </remarks>
interface IPreparation<in TRequest>
{
    /// <returns>Why the request is refused.</returns>
    Task<Outcome> PrepareAsync(TRequest request, CancellationToken cancellationToken);
}
