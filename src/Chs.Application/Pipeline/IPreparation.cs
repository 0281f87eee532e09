using Chs.Domain;

namespace Chs.Application.Pipeline;

/// <summary>
/// Finds out what isn't in the database, such as whether a code host knows a commit, before the use case's transaction
/// begins: no transaction waits for another machine.
/// </summary>
/// <remarks>
/// It checks first whether the actor may do what the request says, so that nobody is called for those who may not. What
/// it found is left in a <see cref="Prepared{T}"/>. A repeated request that has its answer already is not prepared.
/// </remarks>
interface IPreparation<in TRequest>
{
    /// <returns>Why the request is refused.</returns>
    Task<Outcome> PrepareAsync(TRequest request, CancellationToken cancellationToken);
}
