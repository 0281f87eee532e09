using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Where every researcher may look around and try things, where a site has labs of these names.</summary>
static class DefaultLabs
{
    public const string Demo = "Demo lab",
        Sandbox = "Sandbox lab";

    extension(IChsDb db)
    {
        /// <summary>Nobody is mailed about it.</summary>
        public async Task JoinDefaultLabsAsync(User researcher, CancellationToken cancellationToken)
        {
            var labs = await db
                .Labs.Where(l => l.Name == Demo || l.Name == Sandbox)
                .Select(l => new { l.Id, l.Name })
                .ToListAsync(cancellationToken);
            foreach (var lab in labs)
                if (
                    !await db.LabMemberships.AnyAsync(
                        m => m.LabId == lab.Id && m.UserId == researcher.Id,
                        cancellationToken
                    )
                )
                    db.LabMemberships.Add(
                        LabMembership.Of(lab.Id, researcher.Id, lab.Name == Demo ? LabRole.Readonly : LabRole.Guest)
                    );
        }
    }
}
