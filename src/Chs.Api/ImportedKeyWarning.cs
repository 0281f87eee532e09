using Chs.Application.Accounts;
using MediatR;

namespace Chs.Api;

/// <summary>Tells the operator of imported keys that open what the site's log-ins open with a second factor only.</summary>
static class ImportedKeyWarning
{
    /// <summary>Most owners that are named.</summary>
    const int Named = 50;

    public static async Task LogAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new FindImportedKeys());
        if (found.Failed || found.Value is [])
            return;
        var owners = found.Value;
        var named = owners.Take(Named).Select(keys => $"{keys.Owner} ({keys.Count})");
        var more = owners.Count > Named ? $" and {owners.Count - Named} others" : "";
        app.Logger.LogWarning(
            "{Count} imported keys work without the second factor that this site demands of their owners. "
                + "Chs:Accounts:SecondFactorOfImportedKeys demands it of them, too. Accounts, and keys of each: {Owners}{More}",
            owners.Sum(keys => keys.Count),
            string.Join(", ", named),
            more
        );
    }
}
