using Chs.Application.Accounts;
using MediatR;

namespace Chs.Api;

/// <summary>Names, at the start, the accounts that may do everything though nobody appointed them here.</summary>
static class AdministratorWarnings
{
    public static async Task LogAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var found = await mediator.Send(new ListUnappointedAdministrators());
        if (found.Failed || found.Value is [])
            return;
        app.Logger.LogWarning(
            "These accounts may do everything on the site, though no operator appointed them here: they were imported, or "
                + "belong to the demo. Close those that nobody needs, and confirm the others with appoint-administrator: "
                + "{Accounts}",
            string.Join(", ", found.Value)
        );
    }
}
