using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Lists the ids of accounts that may do everything and that nobody appointed here: they were imported. The demo's own
/// are known.
/// </summary>
/// <remarks>For the program's start, whose log holds nobody's address.</remarks>
public sealed record ListUnappointedAdministrators : IQuery<IReadOnlyList<Guid>>, ISystemRequest
{
    internal sealed class Handler(IChsDb db)
        : IRequestHandler<ListUnappointedAdministrators, Outcome<IReadOnlyList<Guid>>>
    {
        public async Task<Outcome<IReadOnlyList<Guid>>> Handle(
            ListUnappointedAdministrators request,
            CancellationToken cancellationToken
        ) =>
            await db
                .Users.Where(u => u.IsSuperuser && u.IsActive && u.Demo == DemoStanding.None)
                .Where(u =>
                    !db.Audit.Any(entry => entry.Subject == u.Uuid && entry.Action == AuditEntry.AdministratorAppointed)
                )
                .OrderBy(u => u.Id)
                .Select(u => u.Uuid)
                .ToListAsync(cancellationToken);
    }
}
