using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Requires that the actor's e-mail address is confirmed, before the actor does something that reaches other people.
/// </summary>
sealed class ConfirmedEmailRequirement(IChsDb db, Actor actor)
{
    /// <returns>The refusal when the address isn't confirmed; null when it is.</returns>
    public async Task<Error?> CheckAsync(CancellationToken cancellationToken) =>
        await db.Users.AnyAsync(u => u.Id == actor.Key && u.EmailConfirmedAt != null, cancellationToken)
            ? null
            : AccountErrors.EmailNotConfirmed;
}
