using System.Text;
using Chs.Application.Ports;
using Chs.Infrastructure.Persistence;
using Chs.Infrastructure.Queues;
using Chs.Infrastructure.Settings;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;

namespace Chs.Infrastructure.Tests;

/// <summary>A new, empty queue of one of the adapters.</summary>
/// <param name="services">Null: the queue is a broker's.</param>
/// <param name="database">The embedded queue's database. Null: the queue is a broker's.</param>
/// <param name="isOwner">Whether disposal also removes the database.</param>
sealed class QueueFixture(
    IJobQueue queue,
    QueueSettings settings,
    ServiceProvider? services,
    ChsSettings? database,
    bool isOwner
) : IAsyncDisposable
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    public IJobQueue Queue => queue;

    /// <param name="broker">Address of the broker. Null: the one that all tests share.</param>
    public static async Task<QueueFixture> OpenAsync(string adapter, string? broker = null)
    {
        if (adapter == "RabbitMq")
        {
            var rabbit = new QueueSettings { Uri = new(broker ?? Servers.Rabbit!), Name = $"t{Guid.NewGuid():N}" };
            return new QueueFixture(Create(rabbit, null), rabbit, null, null, isOwner: true);
        }

        var database = await TestDatabases.MakeAsync(Enum.Parse<DatabaseProvider>(adapter));
        var services = new ServiceCollection()
            .AddLogging()
            .AddPersistence(database.Database.Provider, database.Database.ConnectionString!)
            .BuildServiceProvider();
        var settings = new QueueSettings();
        return new QueueFixture(Create(settings, services), settings, services, database, isOwner: true);
    }

    static IJobQueue Create(QueueSettings settings, ServiceProvider? services)
    {
        if (services is null)
            return new RabbitQueue(settings, 1, NullLogger<RabbitQueue>.Instance);
        var scopes = services.GetRequiredService<IServiceScopeFactory>();
        return new EmbeddedQueue(scopes, TimeProvider.System, Lease);
    }

    /// <summary>The same queue as another process sees it.</summary>
    public Task<QueueFixture> OpenAgainAsync() =>
        Task.FromResult(new QueueFixture(Create(settings, services), settings, services, database, isOwner: false));

    /// <summary>Takes a job that must come within twenty seconds.</summary>
    public async Task<IJobDelivery> TakeAsync()
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await queue.TakeAsync(end.Token);
    }

    /// <summary>Whether another consumer gets no job.</summary>
    public async Task<bool> IsEmptyAsync()
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(1.5));
        await using var other = await OpenAgainAsync();
        try
        {
            await using var delivery = await other.Queue.TakeAsync(end.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    /// <summary>Closes the connection to the broker, as the death of the process does.</summary>
    public async Task DieAsync()
    {
        if (queue is RabbitQueue rabbit)
            await rabbit.DisposeAsync();
    }

    public async Task<IReadOnlyList<Guid>> DeadLettersAsync()
    {
        if (services is null)
            return await DeadLettersOfBrokerAsync();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChsDbContext>();
        return await db.Set<EmbeddedJob>().Where(job => job.IsDeadLetter).Select(job => job.Job).ToListAsync();
    }

    async Task<List<Guid>> DeadLettersOfBrokerAsync()
    {
        var factory = new ConnectionFactory { Uri = settings.Uri! };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        List<Guid> jobs = [];
        for (var i = 0; i < 20 && jobs.Count == 0; i++, await Task.Delay(100))
        {
            while (await channel.BasicGetAsync($"{settings.Name}.buried", autoAck: true) is { } message)
                jobs.Add(Guid.Parse(Encoding.ASCII.GetString(message.Body.Span)));
        }

        return jobs;
    }

    public async ValueTask DisposeAsync()
    {
        if (queue is RabbitQueue rabbit)
            await rabbit.DisposeAsync();
        if (!isOwner || services is null)
            return;
        await services.DisposeAsync();
        await TestDatabases.DropAsync(database!);
    }
}
