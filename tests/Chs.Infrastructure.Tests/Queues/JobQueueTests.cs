using Chs.Application.Ports;
using Chs.Testing;
using Xunit;

namespace Chs.Infrastructure.Tests.Queues;

/// <summary>What <see cref="IJobQueue"/> promises, on each of its implementations.</summary>
public class JobQueueTests
{
    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Delivers_each_published_job_once_and_in_order(string adapter)
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
    public async Task Gives_nobody_else_a_job_that_a_consumer_holds(string adapter)
    {
        await using var fixture = await QueueFixture.OpenAsync(adapter);
        await fixture.Queue.PublishAsync(Guid.NewGuid(), default);
        await using var held = await fixture.TakeAsync();
        Assert.True(await fixture.IsEmptyAsync());
    }

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Delivers_a_job_again_that_its_consumer_gives_back(string adapter)
    {
        await using var fixture = await QueueFixture.OpenAsync(adapter);
        await fixture.Queue.PublishAsync(Guid.NewGuid(), default);
        var silent = await fixture.TakeAsync();
        await silent.DisposeAsync();
        await using var again = await fixture.TakeAsync();
        Assert.Equal(silent.Job, again.Job);
        await again.CompleteAsync(default);
    }

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Delivers_a_delayed_job_after_its_delay(string adapter)
    {
        await using var fixture = await QueueFixture.OpenAsync(adapter);
        await fixture.Queue.PublishAsync(Guid.NewGuid(), default);
        await using (var first = await fixture.TakeAsync())
            await first.DelayAsync(TimeSpan.FromSeconds(2), default);
        Assert.True(await fixture.IsEmptyAsync());
        fixture.Pass(TimeSpan.FromSeconds(2));
        await using var second = await fixture.TakeAsync();
        Assert.Equal(1, second.TimesDelayed);
        await second.CompleteAsync(default);
    }

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Counts_how_often_a_job_was_delayed(string adapter)
    {
        await using var fixture = await QueueFixture.OpenAsync(adapter);
        var job = Guid.NewGuid();
        await fixture.Queue.PublishAsync(job, default);
        for (var times = 0; times < 2; times++)
        {
            await using var delivery = await fixture.TakeAsync();
            await delivery.DelayAsync(TimeSpan.Zero, default);
        }

        await using var third = await fixture.TakeAsync();
        Assert.Equal((2, job), (third.TimesDelayed, third.Job));
        await third.CompleteAsync(default);
        Assert.True(await fixture.IsEmptyAsync());
    }

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Keeps_dead_letters_and_delivers_them_no_more(string adapter)
    {
        await using var fixture = await QueueFixture.OpenAsync(adapter);
        var job = Guid.NewGuid();
        await fixture.Queue.PublishAsync(job, default);
        await using (var delivery = await fixture.TakeAsync())
            await delivery.DeadLetterAsync(default);
        Assert.True(await fixture.IsEmptyAsync());
        Assert.Equal([job], await fixture.DeadLettersAsync());
    }

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Delivers_again_what_a_dead_consumer_held(string adapter)
    {
        await using var fixture = await QueueFixture.OpenAsync(adapter);
        await fixture.Queue.PublishAsync(Guid.NewGuid(), default);
        var held = await fixture.TakeAsync();
        await fixture.DieAsync();
        await using var other = await fixture.OpenAgainAsync();
        await using var delivery = await other.TakeAsync();
        Assert.Equal(held.Job, delivery.Job);
    }

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Ignores_what_a_dead_consumer_still_reports(string adapter)
    {
        await using var fixture = await QueueFixture.OpenAsync(adapter);
        await fixture.Queue.PublishAsync(Guid.NewGuid(), default);
        var held = await fixture.TakeAsync();
        await fixture.DieAsync();
        await using var other = await fixture.OpenAgainAsync();
        var delivery = await other.TakeAsync();
        await held.CompleteAsync(default);
        await delivery.DisposeAsync();
        await using var last = await other.TakeAsync();
        Assert.Equal(held.Job, last.Job);
        await last.CompleteAsync(default);
    }

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Leaves_a_job_to_a_consumer_that_renews_its_lease(string adapter)
    {
        await using var fixture = await QueueFixture.OpenAsync(adapter);
        await fixture.Queue.PublishAsync(Guid.NewGuid(), default);
        await using var held = await fixture.TakeAsync();
        for (var second = 0; second < QueueFixture.Lease.TotalSeconds + 2; second++)
        {
            fixture.Pass(TimeSpan.FromSeconds(1));
            await held.RenewAsync(default);
        }

        Assert.True(await fixture.IsEmptyAsync());
        await held.CompleteAsync(default);
    }

    [Theory, On("Sqlite"), On("Postgres"), On("RabbitMq")]
    public async Task Gives_each_job_to_one_of_many_consumers(string adapter)
    {
        await using var fixture = await QueueFixture.OpenAsync(adapter, time: TimeProvider.System);
        await using var other = await fixture.OpenAgainAsync();
        HashSet<Guid> jobs = [.. Enumerable.Range(0, 40).Select(_ => Guid.NewGuid())];
        foreach (var job in jobs)
            await fixture.Queue.PublishAsync(job, default);
        using var taken = new TakenJobs(expected: jobs.Count);
        QueueFixture[] consumers = [fixture, fixture, other, other];
        await Task.WhenAll(consumers.Select(consumer => Task.Run(() => taken.TakeAsync(consumer.Queue))));
        Assert.Equal(jobs.Order(), taken.Jobs.Order());
        Assert.True(await fixture.IsEmptyAsync());
    }
}
