using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Site;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Site;

/// <summary>Finds institutions for the staff who edit them.</summary>
sealed class InstitutionFinder(IChsDb db, SiteStaff staff)
{
    /// <summary>Finds an institution, and refuses it when it was changed since it was read.</summary>
    /// <param name="id">The institution.</param>
    /// <param name="ifVersion">The versions that were read; null: any.</param>
    public async Task<Outcome<Institution>> FindAsync(
        Guid id,
        ExpectedVersions? ifVersion,
        CancellationToken cancellationToken
    )
    {
        if (staff.Check() is { } refused)
            return refused;
        var institution = await db.Institutions.SingleOrDefaultAsync(i => i.Uuid == id, cancellationToken);
        if (institution is null)
            return Error.NotFound("institution");
        return institution.StaleUnless(ifVersion) is { } stale ? stale : institution;
    }
}
