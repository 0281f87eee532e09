using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Auditing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Lists the addresses of accounts that may do everything and that nobody appointed here: they were imported, or belong
/// to the demo.
/// </summary>
/// <remarks>For the program's start.</remarks>
public sealed record ListUnappointedAdministrators : IQuery<IReadOnlyList<string>>, ISystemRequest
{
    internal sealed class Handler(IChsDb db)
        : IRequestHandler<ListUnappointedAdministrators, Outcome<IReadOnlyList<string>>>
    {
        public async Task<Outcome<IReadOnlyList<string>>> Handle(
            ListUnappointedAdministrators request,
            CancellationToken cancellationToken
        ) =>
            await db
                .Users.Where(u => u.IsSuperuser && u.IsActive)
                .Where(u =>
                    !db.Audit.Any(entry => entry.Subject == u.Uuid && entry.Action == AuditEntry.AdministratorAppointed)
                )
                .OrderBy(u => u.Email)
                .Select(u => u.Email)
                .ToListAsync(cancellationToken);
    }
}
