using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Checks that an account's e-mail address is confirmed before its owner does something that reaches others.</summary>
static class ConfirmedEmails
{
    extension(IChsDb db)
    {
        /// <returns>The refusal when the actor's address isn't confirmed; null when it is.</returns>
        public async Task<Error?> CheckEmailConfirmedAsync(Actor actor, CancellationToken cancellationToken) =>
            await db.Users.AnyAsync(u => u.Id == actor.Key && u.EmailConfirmedAt != null, cancellationToken)
                ? null
                : AccountErrors.EmailNotConfirmed;
    }
}
