using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Finds imported keys that work without the second factor that the site demands of their owners, most by one owner first.
/// </summary>
public sealed record FindImportedKeys : IQuery<IReadOnlyList<ImportedKeys>>, ISystemRequest
{
    internal sealed class Handler(IChsDb db, AccountRules rules, TimeProvider time)
        : IRequestHandler<FindImportedKeys, Outcome<IReadOnlyList<ImportedKeys>>>
    {
        public async Task<Outcome<IReadOnlyList<ImportedKeys>>> Handle(
            FindImportedKeys request,
            CancellationToken cancellationToken
        )
        {
            if (rules.OfImportedKeys)
                return Outcome<IReadOnlyList<ImportedKeys>>.Of([]);
            var now = time.GetUtcNow();
            var keys = db.Credentials.Where(c =>
                c.IsImported && !c.IsTwoFactor && (c.ExpiresAt == null || c.ExpiresAt > now)
            );
            var withRoles = db.Users.WithRoles(db);
            var owners = await (
                from owner in db.Users.AsNoTracking()
                where owner.IsActive && keys.Any(c => c.UserId == owner.Id)
                select new
                {
                    owner.Uuid,
                    owner.IsSuperuser,
                    owner.GivenRights,
                    SeesOthers = owner.IsResearcher || withRoles.Any(u => u.Id == owner.Id),
                    Count = keys.Count(c => c.UserId == owner.Id),
                }
            ).ToListAsync(cancellationToken);
            return Outcome<IReadOnlyList<ImportedKeys>>.Of([
                .. owners
                    .Where(o => rules.RequiresSecondFactor(o.SeesOthers, SiteRights.Of(o.IsSuperuser, o.GivenRights)))
                    .OrderByDescending(o => o.Count)
                    .ThenBy(o => o.Uuid)
                    .Select(o => new ImportedKeys(o.Uuid, o.Count)),
            ]);
        }
    }
}

/// <summary>Imported keys of one owner.</summary>
/// <param name="Owner">The account.</param>
/// <param name="Count">How many.</param>
public sealed record ImportedKeys(Guid Owner, int Count);
