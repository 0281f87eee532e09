using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Pipeline;

/// <summary>
/// Runs changes in transactions: saves and commits on success, rolls back when a change is refused. The one place where
/// use cases are saved; exceptions stand with their reasons in the architecture tests' saves.txt.
/// </summary>
sealed class Transactions(IChsDb db)
{
    public async Task<TOutcome> RunAsync<TOutcome>(Func<Task<TOutcome>> change, CancellationToken cancellationToken)
        where TOutcome : IOutcome<TOutcome>
    {
        await using var transaction = await db.BeginTransactionAsync(cancellationToken);
        try
        {
            var outcome = await change();
            // Disposing the transaction rolls it back.
            if (outcome.Error is not null)
                return outcome;
            // Also writes the aggregates' events to the outbox.
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return outcome;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody changed a row between our read and our write.
            return TOutcome.Refuse(Error.Stale);
        }
        catch (DbUpdateException failure)
            when (db.ViolatedUniqueColumns(failure) is { } columns
                && UniquenessErrors.ByColumns.TryGetValue(columns, out var error)
            )
        {
            return TOutcome.Refuse(error);
        }
        finally
        {
            // What is read next in this scope comes from the database again.
            db.ClearTracked();
        }
    }
}
