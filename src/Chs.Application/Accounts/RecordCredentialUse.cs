using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Records when a session or API token was last used, to the minute, so that its owner sees which ones are forgotten.
/// </summary>
public sealed record RecordCredentialUse(Guid Credential) : ICommand, IAnonymous
{
    /// <summary>The time is updated at most this often.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    internal sealed class Handler(IChsDb db, TimeProvider time) : IRequestHandler<RecordCredentialUse, Outcome>
    {
        public async Task<Outcome> Handle(RecordCredentialUse request, CancellationToken cancellationToken)
        {
            var now = time.GetUtcNow();
            var outdated = now - Interval;
            var updated = await db
                .Credentials.Where(c =>
                    c.Uuid == request.Credential && (c.LastUsedAt == null || c.LastUsedAt <= outdated)
                )
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.LastUsedAt, now), cancellationToken);
            if (updated == 0)
                await db
                    .LabTokens.Where(t =>
                        t.Uuid == request.Credential && (t.LastUsedAt == null || t.LastUsedAt <= outdated)
                    )
                    .ExecuteUpdateAsync(set => set.SetProperty(t => t.LastUsedAt, now), cancellationToken);
            return Outcome.Ok;
        }
    }
}
