using System.Diagnostics;
using Chs.Application.Ports;
using Chs.Infrastructure.Persistence;
using Chs.Infrastructure.Queues;
using Chs.Infrastructure.Settings;
using Chs.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;
using Xunit;

namespace Chs.Infrastructure.Tests;

/// <summary>What the port promises, on each queue.</summary>
public class JobQueues_
{
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Deliver_what_was_published_once_it_is_done(string adapter)
    {
        await using var at = await Place.OpenAsync(adapter);
        Guid[] jobs = [.. Enumerable.Range(0, 5).Select(_ => Guid.NewGuid())];
        foreach (var job in jobs)
            await at.Queue.PublishAsync(job, default);
        List<Guid> taken = [];
        for (var i = 0; i < jobs.Length; i++)
        {
            await using var delivery = await at.TakeAsync();
            Assert.Equal(0, delivery.TimesDelayed);
            taken.Add(delivery.Job);
            await delivery.CompleteAsync(default);
        }

        Assert.Equal(jobs, taken);
        Assert.True(await at.IsEmptyAsync());
    }

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Give_nobody_else_what_is_in_hand_and_give_it_back_when_nothing_is_said(string adapter)
    {
        await using var at = await Place.OpenAsync(adapter);
        await at.Queue.PublishAsync(Guid.NewGuid(), default);
        var silent = await at.TakeAsync();
        Assert.True(await at.IsEmptyAsync());
        await silent.DisposeAsync();
        await using var again = await at.TakeAsync();
        Assert.Equal(silent.Job, again.Job);
        await again.CompleteAsync(default);
    }

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Put_off_for_as_long_as_was_said(string adapter)
    {
        await using var at = await Place.OpenAsync(adapter);
        await at.Queue.PublishAsync(Guid.NewGuid(), default);
        var clock = Stopwatch.StartNew();
        await using (var first = await at.TakeAsync())
            await first.DelayAsync(TimeSpan.FromSeconds(2), default);
        await using var second = await at.TakeAsync();
        Assert.InRange(clock.Elapsed.TotalSeconds, 1.9, 6);
        Assert.Equal(1, second.TimesDelayed);
        await second.DelayAsync(TimeSpan.Zero, default);
        await using var third = await at.TakeAsync();
        Assert.Equal((2, second.Job), (third.TimesDelayed, third.Job));
        await third.CompleteAsync(default);
        Assert.True(await at.IsEmptyAsync());
    }

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Lay_aside_what_nobody_can_do(string adapter)
    {
        await using var at = await Place.OpenAsync(adapter);
        await at.Queue.PublishAsync(Guid.NewGuid(), default);
        Guid job;
        await using (var delivery = await at.TakeAsync())
        {
            job = delivery.Job;
            await delivery.DeadLetterAsync(default);
        }

        Assert.True(await at.IsEmptyAsync());
        Assert.Equal([job], await at.BuriedAsync());
    }

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Deliver_again_what_was_in_the_hands_of_whoever_died(string adapter)
    {
        await using var at = await Place.OpenAsync(adapter);
        await at.Queue.PublishAsync(Guid.NewGuid(), default);
        var held = await at.TakeAsync();
        await at.DieAsync();
        await using var other = await at.AgainAsync();
        await using var delivery = await other.TakeAsync();
        Assert.Equal(held.Job, delivery.Job);
        // What the dead one still says changes nothing.
        await held.CompleteAsync(default);
        await delivery.DisposeAsync();
        await using var last = await other.TakeAsync();
        Assert.Equal(held.Job, last.Job);
        await last.CompleteAsync(default);
    }

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Keep_with_whoever_says_that_it_still_works(string adapter)
    {
        await using var at = await Place.OpenAsync(adapter);
        await at.Queue.PublishAsync(Guid.NewGuid(), default);
        await using var held = await at.TakeAsync();
        for (var second = 0; second < Lease.TotalSeconds + 2; second++)
        {
            await Task.Delay(1000);
            await held.RenewAsync(default);
        }

        Assert.True(await at.IsEmptyAsync());
        await held.CompleteAsync(default);
    }

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Give_each_order_to_one_of_many(string adapter)
    {
        await using var at = await Place.OpenAsync(adapter);
        await using var other = await at.AgainAsync();
        HashSet<Guid> jobs = [.. Enumerable.Range(0, 40).Select(_ => Guid.NewGuid())];
        foreach (var job in jobs)
            await at.Queue.PublishAsync(job, default);
        var taken = await Task.WhenAll(
            ((Place[])[at, other]).SelectMany(place =>
                Enumerable
                    .Range(0, 2)
                    .Select(_ =>
                        Task.Run(async () =>
                        {
                            List<Guid> mine = [];
                            while (true)
                            {
                                using var end = new CancellationTokenSource(TimeSpan.FromSeconds(3));
                                try
                                {
                                    await using var delivery = await place.Queue.TakeAsync(end.Token);
                                    mine.Add(delivery.Job);
                                    await delivery.CompleteAsync(default);
                                }
                                catch (OperationCanceledException)
                                {
                                    return mine;
                                }
                            }
                        })
                    )
            )
        );
        Assert.Equal(jobs.Order(), taken.SelectMany(mine => mine).Order());
    }

    [RabbitFact]
    public async Task Broker_that_is_killed_loses_nothing_and_is_found_again()
    {
        await using var broker = await RabbitBroker.StartAsync();
        await using var at = await Place.OpenAsync("RabbitMq", broker.Address);
        await at.Queue.PublishAsync(Guid.NewGuid(), default);
        await (await at.TakeAsync()).CompleteAsync(default);
        await Task.Delay(TimeSpan.FromSeconds(10)); // a queue that is killed in its first seconds can come back without a leader

        Guid[] jobs = [.. Enumerable.Range(0, 20).Select(_ => Guid.NewGuid())];
        foreach (var job in jobs)
            await at.Queue.PublishAsync(job, default);
        var held = await at.TakeAsync(); // not acknowledged when the broker dies
        await broker.KillAsync();
        await Assert.ThrowsAsync<JobQueueException>(() => at.Queue.PublishAsync(Guid.NewGuid(), default));
        Assert.NotNull(await at.Queue.WhatIsMissingAsync(default));
        await held.CompleteAsync(default); // too late, and no fault

        await broker.StartAgainAsync();
        HashSet<Guid> found = [];
        while (found.Count < jobs.Length)
        {
            try
            {
                await using var delivery = await at.TakeAsync();
                found.Add(delivery.Job);
                await delivery.CompleteAsync(default);
            }
            catch (JobQueueException)
            {
                await Task.Delay(500); // still starting
            }
        }

        Assert.Equal(jobs.Order(), found.Order());
        Assert.Null(await at.Queue.WhatIsMissingAsync(default));
    }

    [Fact]
    public async Task Broker_that_is_away_is_said_to_be_within_seconds()
    {
        await using var queue = new RabbitQueue(
            new QueueSettings(new Uri("amqp://guest:secret-of-the-broker@127.0.0.1:1/"), "x", 1, Lease),
            NullLogger<RabbitQueue>.Instance
        );
        var clock = Stopwatch.StartNew();
        var failure = await Assert.ThrowsAsync<JobQueueException>(() => queue.PublishAsync(Guid.NewGuid(), default));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 12);
        Assert.DoesNotContain("secret-of-the-broker", failure.ToString());
        Assert.DoesNotContain("secret-of-the-broker", await queue.WhatIsMissingAsync(default));
    }

    /// <summary>A queue with a place of its own.</summary>
    sealed class Place(
        IJobQueue queue,
        QueueSettings settings,
        ServiceProvider? services,
        ChsSettings? database,
        bool isOwner
    ) : IAsyncDisposable
    {
        public IJobQueue Queue => queue;

        public static async Task<Place> OpenAsync(string adapter, string? broker = null)
        {
            if (adapter == "RabbitMq")
            {
                var rabbit = new QueueSettings(new Uri(broker ?? Servers.Rabbit!), $"t{Guid.NewGuid():N}", 1, Lease);
                return new Place(new RabbitQueue(rabbit, NullLogger<RabbitQueue>.Instance), rabbit, null, null, true);
            }

            var database = await TestDatabases.MakeAsync(Enum.Parse<DatabaseProvider>(adapter));
            var services = new ServiceCollection()
                .AddLogging()
                .AddPersistence(database.Database, database.ConnectionString)
                .BuildServiceProvider();
            var settings = new QueueSettings(null, "", 1, Lease);
            return new Place(
                new EmbeddedQueue(services.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System, settings),
                settings,
                services,
                database,
                true
            );
        }

        /// <summary>Another process at the same queue.</summary>
        public Task<Place> AgainAsync() =>
            Task.FromResult(
                new Place(
                    services is null
                        ? new RabbitQueue(settings, NullLogger<RabbitQueue>.Instance)
                        : new EmbeddedQueue(
                            services.GetRequiredService<IServiceScopeFactory>(),
                            TimeProvider.System,
                            settings
                        ),
                    settings,
                    services,
                    database,
                    false
                )
            );

        public async Task<IJobDelivery> TakeAsync()
        {
            using var end = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            return await queue.TakeAsync(end.Token);
        }

        public async Task<bool> IsEmptyAsync()
        {
            using var end = new CancellationTokenSource(TimeSpan.FromSeconds(1.5));
            await using var other = await AgainAsync();
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

        public async Task DieAsync()
        {
            if (queue is RabbitQueue rabbit)
                await rabbit.DisposeAsync(); // the broker sees the connection go
        }

        public async Task<IReadOnlyList<Guid>> BuriedAsync()
        {
            if (services is not null)
            {
                await using var scope = services.CreateAsyncScope();
                return
                [
                    .. scope
                        .ServiceProvider.GetRequiredService<ChsDbContext>()
                        .Set<EmbeddedJob>()
                        .Where(j => j.IsBuried)
                        .Select(j => j.Job),
                ];
            }

            await using var connection = await new ConnectionFactory { Uri = settings.Uri! }.CreateConnectionAsync();
            await using var channel = await connection.CreateChannelAsync();
            List<Guid> buried = [];
            for (var i = 0; i < 20 && buried.Count == 0; i++, await Task.Delay(100))
                while (await channel.BasicGetAsync($"{settings.Name}.buried", autoAck: true) is { } message)
                    buried.Add(Guid.Parse(System.Text.Encoding.ASCII.GetString(message.Body.Span)));
            return buried;
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
}
