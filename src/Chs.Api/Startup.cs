using Chs.Api.Commands;
using Chs.Application.Importing;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Infrastructure;
using Chs.Infrastructure.Persistence;
using Chs.Infrastructure.Settings;
using MediatR;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Chs.Api;

/// <summary>Prepares the database, tells where the program listens, and serves.</summary>
static class Startup
{
    public static async Task ServeAsync(WebApplication app)
    {
        var settings = app.Services.GetRequiredService<ChsSettings>();
        foreach (var warning in SettingsWarnings.Of(settings, app.Configuration["urls"]))
            app.Logger.LogWarning("{Warning}", warning);
        await app.Services.ThrowIfForeignSchemaAsync(default);
        // The embedded database is migrated here; on a server that is a command of its own.
        if (settings.Database.Provider is DatabaseProvider.Sqlite)
            await app.Services.MigrateAsync(default);
        var health = app.Services.GetRequiredService<HealthCheckService>();
        var isDatabaseReady = await health.FindDatabaseFaultAsync(default) is null;
        if (settings.Demo && isDatabaseReady)
            await SeedDemoAsync(app);
        if (isDatabaseReady)
            await ImportedKeyWarning.LogAsync(app);
        app.Lifetime.ApplicationStarted.Register(() => Announce(app, settings));
        await app.RunAsync();
    }

    static async Task SeedDemoAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var seeded = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new SeedDemo());
        // A conflict means that another process seeds the same new database at this moment.
        if (seeded is { Failed: true, Error.Kind: not ErrorKind.Conflict })
            throw new InvalidOperationException($"The demo can't be created: {seeded.Error.Message}");
    }

    static void Announce(WebApplication app, ChsSettings settings)
    {
        var url = app.Urls.FirstOrDefault()?.Replace("[::]", "localhost").Replace("0.0.0.0", "localhost");
        Console.WriteLine($"CHS serves {url}   API: {url}/swagger");
        var site = app.Services.GetRequiredService<SiteAddress>();
        Console.WriteLine($"Studies are played at {settings.Play.AddressFor(site.Root)}");
        if (!settings.Demo)
            return;
        var demo = new DemoAccounts();
        string[] emails = [demo.Parent, demo.Researcher, demo.Reviewer, demo.Administrator];
        Console.WriteLine($"Demo log-ins: {string.Join(", ", emails)}; password of each: {demo.Password}");
    }
}
