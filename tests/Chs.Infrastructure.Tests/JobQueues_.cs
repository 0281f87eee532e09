using System.Diagnostics;
using Chs.Application.Ports;
using Chs.Infrastructure.Queues;
using Chs.Infrastructure.Settings;
using Chs.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Chs.Infrastructure.Tests;

/// <summary>What <see cref="IJobQueue"/> promises, on each of its implementations.</summary>
public class JobQueues_
{
    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Deliver_what_was_published_once_it_is_done(string adapter)
    {
        await using var fixture = await QueueFixture.OpenAsync(adapter);
        Guid[] jobs = [.. Enumerable.Range(0, 5).Select(_ => Guid.NewGuid())];
        foreach (var job in jobs)
            await fixture.Queue.PublishAsync(job, default);
        List<Guid> taken = [];
        for (var i = 0; i < jobs.Length; i++)
        {
            await using var delivery = await fixture.TakeAsync();
            Assert.Equal(0, delivery.TimesDelayed);
            taken.Add(delivery.Job);
            await delivery.CompleteAsync(default);
        }

        Assert.Equal(jobs, taken);
        Assert.True(await fixture.IsEmptyAsync());
    }

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Give_nobody_else_what_is_in_hand_and_give_it_back_when_nothing_is_said(string adapter)
    {
        await using var fixture = await QueueFixture.OpenAsync(adapter);
        await fixture.Queue.PublishAsync(Guid.NewGuid(), default);
        var silent = await fixture.TakeAsync();
        Assert.True(await fixture.IsEmptyAsync());
        await silent.DisposeAsync();
        await using var again = await fixture.TakeAsync();
        Assert.Equal(silent.Job, again.Job);
        await again.CompleteAsync(default);
    }

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Put_off_for_as_long_as_was_said(string adapter)
    {
        await using var fixture = await QueueFixture.OpenAsync(adapter);
        await fixture.Queue.PublishAsync(Guid.NewGuid(), default);
        var clock = Stopwatch.StartNew();
        await using (var first = await fixture.TakeAsync())
            await first.DelayAsync(TimeSpan.FromSeconds(2), default);
        await using var second = await fixture.TakeAsync();
        Assert.InRange(clock.Elapsed.TotalSeconds, 1.9, 6);
        Assert.Equal(1, second.TimesDelayed);
        await second.DelayAsync(TimeSpan.Zero, default);
        await using var third = await fixture.TakeAsync();
        Assert.Equal((2, second.Job), (third.TimesDelayed, third.Job));
        await third.CompleteAsync(default);
        Assert.True(await fixture.IsEmptyAsync());
    }

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Lay_aside_what_nobody_can_do(string adapter)
    {
        await using var fixture = await QueueFixture.OpenAsync(adapter);
        await fixture.Queue.PublishAsync(Guid.NewGuid(), default);
        Guid job;
        await using (var delivery = await fixture.TakeAsync())
        {
            job = delivery.Job;
            await delivery.DeadLetterAsync(default);
        }

        Assert.True(await fixture.IsEmptyAsync());
        Assert.Equal([job], await fixture.DeadLettersAsync());
    }

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Deliver_again_what_was_in_the_hands_of_whoever_died(string adapter)
    {
        await using var fixture = await QueueFixture.OpenAsync(adapter);
        await fixture.Queue.PublishAsync(Guid.NewGuid(), default);
        var held = await fixture.TakeAsync();
        await fixture.DieAsync();
        await using var other = await fixture.OpenAgainAsync();
        await using var delivery = await other.TakeAsync();
        Assert.Equal(held.Job, delivery.Job);
        // What the first consumer reports after its death changes nothing.
        await held.CompleteAsync(default);
        await delivery.DisposeAsync();
        await using var last = await other.TakeAsync();
        Assert.Equal(held.Job, last.Job);
        await last.CompleteAsync(default);
    }

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Keep_with_whoever_says_that_it_still_works(string adapter)
    {
        await using var fixture = await QueueFixture.OpenAsync(adapter);
        await fixture.Queue.PublishAsync(Guid.NewGuid(), default);
        await using var held = await fixture.TakeAsync();
        for (var second = 0; second < QueueFixture.Lease.TotalSeconds + 2; second++)
        {
            await Task.Delay(1000);
            await held.RenewAsync(default);
        }

        Assert.True(await fixture.IsEmptyAsync());
        await held.CompleteAsync(default);
    }

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Give_each_order_to_one_of_many(string adapter)
    {
        await using var fixture = await QueueFixture.OpenAsync(adapter);
        await using var other = await fixture.OpenAgainAsync();
        HashSet<Guid> jobs = [.. Enumerable.Range(0, 40).Select(_ => Guid.NewGuid())];
        foreach (var job in jobs)
            await fixture.Queue.PublishAsync(job, default);
        QueueFixture[] workers = [fixture, fixture, other, other];
        var taken = await Task.WhenAll(workers.Select(worker => Task.Run(() => TakeUntilEmptyAsync(worker.Queue))));
        Assert.Equal(jobs.Order(), taken.SelectMany(ofWorker => ofWorker).Order());
    }

    /// <summary>Takes and completes jobs until none comes for three seconds.</summary>
    static async Task<List<Guid>> TakeUntilEmptyAsync(IJobQueue queue)
    {
        List<Guid> taken = [];
        while (true)
        {
            using var end = new CancellationTokenSource(TimeSpan.FromSeconds(3));
            try
            {
                await using var delivery = await queue.TakeAsync(end.Token);
                taken.Add(delivery.Job);
                await delivery.CompleteAsync(default);
            }
            catch (OperationCanceledException)
            {
                return taken;
            }
        }
    }

    [RabbitFact]
    public async Task Broker_that_is_killed_loses_nothing_and_is_found_again()
    {
        await using var broker = await RabbitBroker.StartAsync();
        await using var fixture = await QueueFixture.OpenAsync("RabbitMq", broker.Address);
        await fixture.Queue.PublishAsync(Guid.NewGuid(), default);
        await (await fixture.TakeAsync()).CompleteAsync(default);
        // A queue whose broker is killed in its first seconds can come back without a leader.
        await Task.Delay(TimeSpan.FromSeconds(10));

        Guid[] jobs = [.. Enumerable.Range(0, 20).Select(_ => Guid.NewGuid())];
        foreach (var job in jobs)
            await fixture.Queue.PublishAsync(job, default);
        // Not acknowledged when the broker dies.
        var held = await fixture.TakeAsync();
        await broker.KillAsync();
        await Assert.ThrowsAsync<JobQueueException>(() => fixture.Queue.PublishAsync(Guid.NewGuid(), default));
        Assert.NotNull(await fixture.Queue.CheckHealthAsync(default));
        // Too late, which must not throw.
        await held.CompleteAsync(default);

        await broker.StartAgainAsync();
        Assert.Equal(jobs.Order(), (await TakeAllAsync(fixture, jobs.Length)).Order());
        Assert.Null(await fixture.Queue.CheckHealthAsync(default));
    }

    /// <summary>Takes jobs from a broker that may still be starting.</summary>
    static async Task<HashSet<Guid>> TakeAllAsync(QueueFixture fixture, int count)
    {
        HashSet<Guid> taken = [];
        while (taken.Count < count)
        {
            try
            {
                await using var delivery = await fixture.TakeAsync();
                taken.Add(delivery.Job);
                await delivery.CompleteAsync(default);
            }
            catch (JobQueueException)
            {
                await Task.Delay(500);
            }
        }

        return taken;
    }

    [Fact]
    public async Task Broker_that_is_away_is_said_to_be_within_seconds()
    {
        await using var queue = new RabbitQueue(
            new QueueSettings { Uri = new("amqp://guest:secret-of-the-broker@127.0.0.1:1/") },
            1,
            NullLogger<RabbitQueue>.Instance
        );
        var clock = Stopwatch.StartNew();
        var failure = await Assert.ThrowsAsync<JobQueueException>(() => queue.PublishAsync(Guid.NewGuid(), default));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 12);
        Assert.DoesNotContain("secret-of-the-broker", failure.ToString());
        Assert.DoesNotContain("secret-of-the-broker", await queue.CheckHealthAsync(default));
    }
}
