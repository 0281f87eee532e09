using Chs.Application.Ports;
using Chs.Domain;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Pipeline;

static class OwnTransaction
{
    extension(IChsDb db)
    {
        /// <summary>A transaction within a use case that first does something else: saved and committed on success, undone on refusal, as the pipeline does it.</summary>
        public async Task<Outcome<T>> ChangeAsync<T>(Func<Task<Outcome<T>>> change, CancellationToken cancellationToken)
        {
            await using var transaction = await db.BeginAsync(cancellationToken);
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
