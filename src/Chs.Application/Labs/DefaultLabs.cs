using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Labs that every researcher belongs to, on sites that have labs of these names.</summary>
sealed class DefaultLabs(IChsDb db)
{
    /// <summary>Researchers look around here.</summary>
    public const string Demo = "Demo lab";

    /// <summary>Researchers create their first studies here.</summary>
    public const string Sandbox = "Sandbox lab";

    /// <summary>Adds the researcher to the default labs. Nobody is notified.</summary>
    /// <remarks>The labs themselves aren't loaded: everybody is a member of them, and nothing else changes there.</remarks>
    public async Task JoinAsync(User researcher, CancellationToken cancellationToken)
    {
        var labs = await db
            .Labs.Where(l => l.Name == Demo || l.Name == Sandbox)
            .Where(l => !db.LabMemberships.Any(m => m.LabId == l.Id && m.UserId == researcher.Id))
            .Select(l => new { l.Id, l.Name })
            .ToListAsync(cancellationToken);
        foreach (var lab in labs)
        {
            var role = RoleIn(lab.Name)!.Value;
            db.LabMemberships.Add(LabMembership.Of(lab.Id, researcher, role));
        }
    }

    /// <returns>The role that every researcher is given in a lab of this name; null: none.</returns>
    public static LabRole? RoleIn(string lab) =>
        lab switch
        {
            Demo => LabRole.Readonly,
            Sandbox => LabRole.Guest,
            _ => null,
        };
}
