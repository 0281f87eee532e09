namespace Chs.Domain.Studies;

/// <summary>Changes of roles that are the same in labs and in studies.</summary>
static class Memberships
{
    /// <summary>The person's roles.</summary>
    public static List<TRole> RolesOf<TRole>(this IEnumerable<IMembership<TRole>> members, long user) =>
        [.. members.Where(m => m.UserId == user).Select(m => m.Role)];

    /// <summary>
    /// Gives somebody the roles of another person, beside those that they have. A role whose rights another one gives too
    /// is left out.
    /// </summary>
    /// <param name="members">The roles of everybody there.</param>
    /// <param name="from">Key of whose roles they are.</param>
    /// <param name="to">Key of who gets them.</param>
    /// <param name="keepsRoles">Whether they stay the roles of the other person too.</param>
    /// <param name="make">Makes a membership of the receiver.</param>
    /// <param name="withoutWeaker">Leaves out roles whose rights another one of the list gives too.</param>
    public static void HandOver<TMembership, TRole>(
        this List<TMembership> members,
        long from,
        long to,
        bool keepsRoles,
        Func<TRole, TMembership> make,
        Func<IReadOnlyList<TRole>, IReadOnlyList<TRole>> withoutWeaker
    )
        where TMembership : class, IMembership<TRole>
    {
        var before = members.RolesOf(to);
        var after = withoutWeaker([.. before.Union(members.RolesOf(from))]);
        members.RemoveAll(m => m.UserId == to && !after.Contains(m.Role));
        members.AddRange(after.Except(before).Select(make));
        if (!keepsRoles)
            members.RemoveAll(m => m.UserId == from);
    }
}
