using Chs.Application.Importing;
using Chs.Domain;
using Chs.Infrastructure;
using Chs.Infrastructure.Settings;
using MediatR;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Chs.Api;

/// <summary>
/// At the start, before anybody is served if the database is there: fills a new database with the demo where the site
/// shows one; otherwise lets nobody use the accounts that an earlier start made. Then names what an operator should know
/// of accounts. A database that comes later is awaited, while requests are answered.
/// </summary>
sealed class DemoStart(
    IServiceScopeFactory scopes,
    HealthCheckService health,
    ChsSettings settings,
    ILogger<DemoStart> logger
) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    bool _isDone;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _isDone = await TryAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!_isDone)
        {
            await Task.Delay(Pause, stoppingToken);
            _isDone = await TryAsync(stoppingToken);
        }
    }

    /// <returns>Whether it is done.</returns>
    async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        if (await health.FindDatabaseFaultAsync(cancellationToken) is not null)
            return false;
        await using var scope = scopes.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        if (settings.Demo && !await SeedAsync(mediator, cancellationToken))
            return false;
        var switched = await mediator.Send(new SwitchDemo(), cancellationToken);
        if (switched.Failed)
        {
            ThrowUnlessConflict(switched.Error);
            return false;
        }

        if (!settings.Demo && switched.Value.Accounts is { Count: > 0 })
            DemoWarnings.Log(switched.Value, logger);
        await AccountWarnings.LogAsync(mediator, logger, cancellationToken);
        return true;
    }

    /// <returns>Whether it is done.</returns>
    static async Task<bool> SeedAsync(IMediator mediator, CancellationToken cancellationToken)
    {
        var seeded = await mediator.Send(new SeedDemo(), cancellationToken);
        if (seeded.Failed)
            ThrowUnlessConflict(seeded.Error);
        return !seeded.Failed;
    }

    /// <summary>A conflict means that another process does the same at this moment: what it did is looked at again.</summary>
    static void ThrowUnlessConflict(Error error)
    {
        if (error.Kind is not ErrorKind.Conflict)
            throw new InvalidOperationException($"The demo can't be prepared: {error.Message}");
    }
}
