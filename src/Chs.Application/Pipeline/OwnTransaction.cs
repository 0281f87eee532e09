using Chs.Application.Ports;
using Chs.Domain;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Pipeline;

/// <summary>Transactions for use cases marked with <see cref="IOwnTransactions"/>.</summary>
static class OwnTransaction
{
    extension(IChsDb db)
    {
        /// <summary>
        /// Runs a change in a transaction, like <see cref="TransactionBehavior{TRequest, TResponse}"/>: saves and commits
        /// on success, rolls back when the change is refused.
        /// </summary>
        public async Task<Outcome<T>> InTransactionAsync<T>(
            Func<Task<Outcome<T>>> change,
            CancellationToken cancellationToken
        )
        {
            await using var transaction = await db.BeginTransactionAsync(cancellationToken);
            try
            {
                var outcome = await change();
                if (outcome.Failed)
                    return outcome;
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return outcome;
            }
            catch (DbUpdateConcurrencyException)
            {
                return Error.Stale;
            }
        }
    }
}
