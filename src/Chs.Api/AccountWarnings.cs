using Chs.Application.Accounts;
using MediatR;

namespace Chs.Api;

/// <summary>
/// Names, at the start, what an operator should know of the accounts in the database: by their ids, because logs hold
/// nobody's address.
/// </summary>
static class AccountWarnings
{
    /// <summary>Most owners of keys that are named.</summary>
    const int Named = 50;

    public static async Task LogAsync(IMediator mediator, ILogger logger, CancellationToken cancellationToken)
    {
        var administrators = await mediator.Send(new ListUnappointedAdministrators(), cancellationToken);
        if (administrators is { Failed: false, Value.Count: > 0 })
            logger.LogWarning(
                "These accounts may do everything on the site, though no operator appointed them here: they were "
                    + "imported. Close those that nobody needs, and confirm the others with appoint-administrator, which takes an "
                    + "id, too: {Accounts}",
                string.Join(", ", administrators.Value)
            );
        var imported = await mediator.Send(new FindImportedKeys(), cancellationToken);
        if (imported is { Failed: false, Value.Count: > 0 })
            Log(imported.Value, logger);
    }

    /// <summary>Imported keys open what the site's log-ins open with a second factor only.</summary>
    static void Log(IReadOnlyList<ImportedKeys> imported, ILogger logger)
    {
        var named = imported.Take(Named).Select(keys => $"{keys.Owner} ({keys.Count})");
        var more = imported.Count > Named ? $" and {imported.Count - Named} others" : "";
        logger.LogWarning(
            "{Count} imported keys work without the second factor that this site demands of their owners. "
                + "Chs:Accounts:SecondFactorOfImportedKeys demands it of them, too. Accounts, and keys of each: {Owners}{More}",
            imported.Sum(keys => keys.Count),
            string.Join(", ", named),
            more
        );
    }
}
