using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Labs that every researcher belongs to, on sites that have labs of these names.</summary>
static class DefaultLabs
{
    /// <summary>Researchers look around here.</summary>
    public const string Demo = "Demo lab";

    /// <summary>Researchers create their first studies here.</summary>
    public const string Sandbox = "Sandbox lab";

    extension(IChsDb db)
    {
        /// <summary>Adds the researcher to the default labs. Nobody is notified.</summary>
        public async Task JoinDefaultLabsAsync(User researcher, CancellationToken cancellationToken)
        {
            var labs = await db
                .Labs.Where(l => l.Name == Demo || l.Name == Sandbox)
                .Select(l => new { l.Id, l.Name })
                .ToListAsync(cancellationToken);
            foreach (var lab in labs)
            {
                var isMember = await db.LabMemberships.AnyAsync(
                    m => m.LabId == lab.Id && m.UserId == researcher.Id,
                    cancellationToken
                );
                if (isMember)
                    continue;
                var role = lab.Name == Demo ? LabRole.Readonly : LabRole.Guest;
                db.LabMemberships.Add(LabMembership.Of(lab.Id, researcher.Id, role));
            }
        }
    }
}
