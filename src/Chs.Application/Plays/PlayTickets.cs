using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Domain.Plays;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Plays;

/// <summary>Issues tickets and spends them: of two who present the same one, one succeeds.</summary>
sealed class PlayTickets(IChsDb db, TimeProvider time)
{
    /// <summary>Issues a ticket.</summary>
    /// <param name="browser">SHA-256 of the secret that the browser holds; null: any browser may use it.</param>
    public IssuedTicket Issue(PlayPass pass, byte[]? browser)
    {
        var secret = Secret.New();
        var ticket = PlayTicket.Of(pass, Secret.Digest(secret), browser, time.GetUtcNow());
        db.PlayTickets.Add(ticket);
        return new IssuedTicket(secret, ticket.ExpiresAt);
    }

    /// <summary>Spends a ticket.</summary>
    /// <param name="browser">The secret that the browser holds; null: the ticket is a start code, which needs none.</param>
    /// <param name="hostStudyId">The study to whom the host belongs at which it is presented; null: to all.</param>
    /// <returns>What it admitted to; null when there is no such ticket for this browser any more.</returns>
    public async Task<PlayTicket?> SpendAsync(
        string ticket,
        string? browser,
        Guid? hostStudyId,
        CancellationToken cancellationToken
    )
    {
        var digest = Secret.Digest(ticket);
        var browserDigest = browser is null ? null : Secret.Digest(browser);
        var now = time.GetUtcNow();
        var valid = db.PlayTickets.Where(t =>
            t.Digest == digest
            && t.BrowserDigest == browserDigest
            && t.ExpiresAt > now
            && (hostStudyId == null || db.Studies.Any(s => s.Id == t.StudyId && s.Uuid == hostStudyId))
        );
        var found = await valid.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return null;
        var spent = await valid.ExecuteDeleteAsync(cancellationToken);
        return spent == 1 ? found : null;
    }
}
