using Chs.Application.Ports;
using Chs.Infrastructure.Queues;
using Chs.Infrastructure.Settings;
using Chs.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Chs.Infrastructure.Tests.Queues;

/// <summary>A broker that is killed or away.</summary>
public class RabbitQueueTests
{
    [RabbitFact]
    public async Task A_killed_broker_loses_no_job_and_is_found_again()
    {
        await using var broker = await RabbitBroker.StartAsync();
        await using var fixture = await QueueFixture.OpenAsync("RabbitMq", broker.Address);
        await fixture.Queue.PublishAsync(Guid.NewGuid(), default);
        await (await fixture.TakeAsync()).CompleteAsync(default);
        await broker.StoreAsync();

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

    static RabbitQueue QueueOfNoBroker() =>
        new(
            new QueueSettings { Uri = new("amqp://guest:secret-of-the-broker@127.0.0.1:1/") },
            1,
            NullLogger<RabbitQueue>.Instance
        );

    [Fact]
    public async Task Publishing_without_a_broker_fails_instead_of_waiting()
    {
        await using var queue = QueueOfNoBroker();
        await Assert.ThrowsAsync<JobQueueException>(() =>
            queue.PublishAsync(Guid.NewGuid(), default).WaitAsync(TimeSpan.FromMinutes(1))
        );
    }

    [Fact]
    public async Task No_message_about_the_broker_holds_its_password()
    {
        await using var queue = QueueOfNoBroker();
        var failure = await Assert.ThrowsAsync<JobQueueException>(() => queue.PublishAsync(Guid.NewGuid(), default));
        Assert.DoesNotContain("secret-of-the-broker", failure.ToString());
        Assert.DoesNotContain("secret-of-the-broker", await queue.CheckHealthAsync(default));
    }
}
