using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Finds the hosts beside the site itself that protocols name.</summary>
sealed class ProtocolHosts(IChsDb db, SiteAddress site)
{
    /// <summary>The hosts that the protocol's text names, sorted, without the site's own.</summary>
    public IReadOnlyList<string> Of(ProtocolReport report) => [.. report.Hosts.Where(host => !site.IsOwnHost(host))];

    /// <summary>The hosts that the approved version names, or the live one; none where no version was ever approved.</summary>
    public async Task<IReadOnlyList<string>> OfApprovedAsync(Guid study, CancellationToken cancellationToken)
    {
        var approved = await (
            from s in db.Studies
            join v in db.StudyVersions on s.Id equals v.StudyId
            where s.Uuid == study && v.Number == (s.ApprovedNumber ?? s.LiveNumber)
            select new { s.Type, Version = v }
        )
            .AsNoTracking()
            .SingleOrDefaultAsync(cancellationToken);
        return approved is null ? [] : Of(ProtocolReport.Of(approved.Type, approved.Version.Protocol));
    }

    /// <summary>How the study is run, which decides what of a protocol is in use.</summary>
    public Task<StudyType> TypeOfAsync(Guid study, CancellationToken cancellationToken) =>
        db.Studies.Where(s => s.Uuid == study).Select(s => s.Type).SingleAsync(cancellationToken);
}
