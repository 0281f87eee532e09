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
using Xunit;

namespace Chs.Infrastructure.Tests.Queues;

/// <summary>A new, empty queue of one of the adapters.</summary>
/// <param name="services">Null: the queue is a broker's.</param>
/// <param name="database">The embedded queue's database. Null: the queue is a broker's.</param>
/// <param name="time">The embedded queue's time. The broker's is always the real one.</param>
/// <param name="isOwner">Whether disposal also removes the database.</param>
sealed class QueueFixture(
    IJobQueue queue,
    QueueSettings settings,
    ServiceProvider? services,
    ChsSettings? database,
    TimeProvider time,
    bool isOwner
) : IAsyncDisposable
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    public IJobQueue Queue => queue;

    /// <param name="broker">Address of the broker. Null: the one that all tests share.</param>
    /// <param name="time">The embedded queue's time. Null: it passes only when the test says so.</param>
    public static async Task<QueueFixture> OpenAsync(string adapter, string? broker = null, TimeProvider? time = null)
    {
        time ??= new StillTime(Some.Moment);
        if (adapter == "RabbitMq")
        {
            var rabbit = new QueueSettings { Uri = new(broker ?? Servers.Rabbit!), Name = $"t{Guid.NewGuid():N}" };
            return new QueueFixture(Create(rabbit, null, time), rabbit, null, null, time, isOwner: true);
        }

        var database = await TestDatabases.MakeAsync(Enum.Parse<DatabaseProvider>(adapter));
        var services = new ServiceCollection()
            .AddLogging()
            .AddPersistence(database.Database.Provider, database.Database.ConnectionString!)
            .BuildServiceProvider();
        var settings = new QueueSettings();
        return new QueueFixture(Create(settings, services, time), settings, services, database, time, isOwner: true);
    }

    static IJobQueue Create(QueueSettings settings, ServiceProvider? services, TimeProvider time)
    {
        if (services is null)
            return new RabbitQueue(settings, 1, NullLogger<RabbitQueue>.Instance);
        var scopes = services.GetRequiredService<IServiceScopeFactory>();
        return new EmbeddedQueue(scopes, time, Lease);
    }

    /// <summary>The same queue as another process sees it.</summary>
    public Task<QueueFixture> OpenAgainAsync() =>
        Task.FromResult(
            new QueueFixture(Create(settings, services, time), settings, services, database, time, isOwner: false)
        );

    /// <summary>Lets the embedded queue's time pass. The broker's passes by itself.</summary>
    public void Pass(TimeSpan span) => (time as StillTime)?.Advance(span);

    /// <summary>Takes a job that must come within twenty seconds.</summary>
    public async Task<IJobDelivery> TakeAsync()
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await queue.TakeAsync(end.Token);
    }

    /// <summary>Whether another consumer would get no job.</summary>
    public Task<bool> IsEmptyAsync() => services is null ? BrokerHasNoneReadyAsync() : FindsNoneAsync(services);

    /// <summary>Whether another consumer of the embedded queue finds nothing, and so begins to wait.</summary>
    async Task<bool> FindsNoneAsync(ServiceProvider services)
    {
        var timeOfOther = new StillTime(time.GetUtcNow());
        using var end = new CancellationTokenSource();
        var take = Create(settings, services, timeOfOther).TakeAsync(end.Token);
        if (await Task.WhenAny(take, timeOfOther.FirstTimer) == take)
        {
            await (await take).DisposeAsync();
            return false;
        }

        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => take);
        return true;
    }

    async Task<bool> BrokerHasNoneReadyAsync()
    {
        var factory = new ConnectionFactory { Uri = settings.Uri! };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        return await channel.MessageCountAsync(settings.Name) == 0;
    }

    /// <summary>Ends this consumer as the death of its process does: its connection closes, or its lease ends.</summary>
    public async Task DieAsync()
    {
        if (queue is RabbitQueue rabbit)
            await rabbit.DisposeAsync();
        Pass(Lease);
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
