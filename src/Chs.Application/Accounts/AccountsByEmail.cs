using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Finds accounts by addresses that people typed. For use cases that need no log-in.</summary>
sealed class AccountsByEmail(IChsDb db)
{
    /// <returns>The account with this address, active or not; null when there is none.</returns>
    public async Task<User?> FindByEmailAsync(string typed, CancellationToken cancellationToken)
    {
        var email = User.NormalizeEmail(typed);
        if (!TextRules.IsClean(email))
            return null;
        return await db.Users.SingleOrDefaultAsync(u => u.Email == email, cancellationToken);
    }
}
