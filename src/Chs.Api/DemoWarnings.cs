using Chs.Application.Importing;

namespace Chs.Api;

/// <summary>Names, at the start of a site without the demo, what is left of one: people by their ids.</summary>
static class DemoWarnings
{
    /// <summary>Most roles that are named.</summary>
    const int Named = 50;

    public static void Log(SwitchedDemo demo, ILogger logger)
    {
        logger.LogWarning(
            "This database holds accounts of the demo, whose passwords everybody knows: {Addresses}. Nobody can use them, "
                + "because Chs:Demo is off. The command remove-demo removes them and what belongs to them",
            string.Join(", ", demo.Accounts)
        );
        var left = demo.Left;
        if (left.Hidden > 0)
            logger.LogWarning("Hidden from families from now on: studies of the demo's accounts, {Count}", left.Hidden);
        if (left.Keys > 0)
            logger.LogWarning("Deleted: keys of labs that the demo's accounts made or kept, {Count}", left.Keys);
        if (left.Rights is not [])
            logger.LogWarning(
                "These accounts had rights on the site from the demo's accounts, which were withdrawn. Appoint again whom you "
                    + "trust: {Accounts}",
                string.Join(", ", left.Rights)
            );
        if (left.Roles is not [])
            Log(left.Roles, logger);
        if (left.Approvals is not [])
            logger.LogWarning(
                "Approved by the demo's accounts, whose passwords everybody knows; have them reviewed again: {Approvals}",
                string.Join(", ", left.Approvals.Take(Named).Select(a => $"{a.Kind} {a.Place}"))
            );
    }

    static void Log(IReadOnlyList<GivenRole> roles, ILogger logger)
    {
        var named = roles.Take(Named).Select(r => $"account {r.Account} is {r.Role} of {r.Kind} {r.Place}");
        var more = roles.Count > Named ? $" and {roles.Count - Named} others" : "";
        logger.LogWarning(
            "The demo's accounts gave these roles, which their owners still have. Look whether they should: {Roles}{More}",
            string.Join("; ", named),
            more
        );
    }
}
