using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Everything with which somebody can open an account.</summary>
sealed class AccountOpeners(IChsDb db)
{
    /// <summary>
    /// Removes everything but the password and the links in mails, which a new password makes invalid: log-ins, keys,
    /// plays, tickets to plays, the second factor and log-ins elsewhere.
    /// </summary>
    public async Task RemoveAsync(User user, CancellationToken cancellationToken)
    {
        await db.PlayTickets.Where(t => t.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        await db.Plays.Where(p => p.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        await db.Credentials.Where(c => c.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        await db.SecondFactors.Where(f => f.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        await db.ExternalIdentities.Where(i => i.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
    }
}
