using Chs.Application.Accounts;
using MediatR;

namespace Chs.Api;

/// <summary>Names, at the start, what an operator should know of the accounts in the database.</summary>
static class AccountWarnings
{
    public static async Task LogAsync(IMediator mediator, ILogger logger, CancellationToken cancellationToken)
    {
        var administrators = await mediator.Send(new ListUnappointedAdministrators(), cancellationToken);
        if (administrators is { Failed: false, Value.Count: > 0 })
            logger.LogWarning(
                "These accounts may do everything on the site, though no operator appointed them here: they were imported, or "
                    + "belong to the demo. Close those that nobody needs, and confirm the others with appoint-administrator: "
                    + "{Accounts}",
                string.Join(", ", administrators.Value)
            );
    }
}
