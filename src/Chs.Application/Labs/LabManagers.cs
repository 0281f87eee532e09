using Chs.Application.Ports;
using Chs.Domain.Labs;
using Chs.Domain.Studies;

namespace Chs.Application.Labs;

/// <summary>Who manages a lab's researchers, as conditions for database queries.</summary>
static class LabManagers
{
    static readonly LabRole[] Roles = [.. Enum.GetValues<LabRole>().Where(IsManaging)];

    /// <summary>Whether a role in a lab gives the right to manage its researchers.</summary>
    public static bool IsManaging(LabRole role) => Permissions.OnLab(role).HasFlag(LabRight.ManageResearchers);

    /// <summary>Keys of the accounts that manage the lab's researchers by a role in it.</summary>
    public static IQueryable<long> ManagersOf(this IChsDb db, Guid lab) =>
        db
            .LabMemberships.Where(m => Roles.Contains(m.Role) && db.Labs.Any(l => l.Id == m.LabId && l.Uuid == lab))
            .Select(m => m.UserId);

    /// <summary>
    /// Those keys for which somebody answers: their keepers can log in and manage the lab's researchers, by a role in the
    /// lab or a right on all labs. The others don't work.
    /// </summary>
    public static IQueryable<LabToken> WithKeeper(this IQueryable<LabToken> tokens, IChsDb db) =>
        tokens.Where(t =>
            t.WaitsSince == null
            && db.Users.Any(u =>
                u.Id == t.KeeperId
                && u.IsActive
                && (
                    u.IsSuperuser
                    || (u.GivenRights.OnLabs & LabRight.ManageResearchers) != LabRight.None
                    || db.LabMemberships.Any(m => m.LabId == t.LabId && m.UserId == u.Id && Roles.Contains(m.Role))
                )
            )
        );
}
