using Chs.Domain.Labs;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Tests.Accounts;

/// <summary>The roles that new researchers get in the labs that are for everybody.</summary>
static class DefaultLabRoles
{
    public static readonly (string Lab, LabRole Role)[] All =
    [
        ("Demo lab", LabRole.Readonly),
        ("Sandbox lab", LabRole.Guest),
    ];

    /// <summary>The roles of an account, by the labs' names.</summary>
    public static async Task<List<(string Lab, LabRole Role)>> LabRolesAsync(this TestChs chs, Guid account)
    {
        var roles = await chs.WithAsync(db =>
            db.LabMemberships.Where(m => db.Users.Any(u => u.Id == m.UserId && u.Uuid == account))
                .Join(db.Labs, m => m.LabId, l => l.Id, (m, l) => new { l.Name, m.Role })
                .OrderBy(role => role.Name)
                .ToListAsync()
        );
        return [.. roles.Select(role => (role.Name, role.Role))];
    }
}
