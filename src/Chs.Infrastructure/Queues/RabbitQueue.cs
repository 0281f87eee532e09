using System.Text;
using System.Threading.Channels;
using Chs.Application.Ports;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Chs.Infrastructure.Queues;

/// <summary>
/// The queue in RabbitMQ: a durable quorum queue, publisher confirms, manual acknowledgement, and a queue for what is laid aside.
/// What is put off waits in queues of its own, one for each length of pause, and comes back by dead-lettering.
/// </summary>
sealed class RabbitQueue(QueueSettings settings, ILogger<RabbitQueue> log) : IJobQueue, IAsyncDisposable
{
    const string PutOffHeader = "x-chs-put-off";

    /// <summary>A broker that is killed early can keep a queue without a leader, which hangs for ever: every call has an end.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    static readonly int[] Pauses = [0, 1, 2, 5, 10, 30, 60, 120, 300, 600];

    readonly SemaphoreSlim _connecting = new(1),
        _publishing = new(1),
        _consuming = new(1);
    IConnection? _connection;
    IChannel? _publisher;
    Consumer? _consumer;

    string Main => settings.Name;

    string Buried => $"{settings.Name}.buried";

    string Waiting(int seconds) => $"{settings.Name}.waiting.{seconds}";

    public Task PublishAsync(Guid job, CancellationToken cancellationToken) =>
        SendAsync(Main, job, 0, cancellationToken);

    public async Task<IJobDelivery> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var consumer = await ConsumerAsync(cancellationToken);
            try
            {
                return await consumer.Deliveries.Reader.ReadAsync(cancellationToken);
            }
            catch (ChannelClosedException)
            {
                // The broker is gone: what was in hand is delivered anew. Connect again.
            }
        }
    }

    public async Task<string?> WhatIsMissingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WithEndAsync(
                async token =>
                {
                    await using var channel = await (await ConnectionAsync(token)).CreateChannelAsync(
                        cancellationToken: token
                    );
                    await channel.QueueDeclarePassiveAsync(Main, token);
                    // A queue without a leader answers the declaration from memory, but counts nothing.
                    await channel.MessageCountAsync(Main, token);
                    return true;
                },
                cancellationToken
            );
            return null;
        }
        catch (JobQueueException failure)
        {
            return $"The broker: {failure.Message}";
        }
    }

    async Task SendAsync(string queue, Guid job, int timesPutOff, CancellationToken cancellationToken)
    {
        await _publishing.WaitAsync(cancellationToken);
        try
        {
            await WithEndAsync(
                async token =>
                {
                    if (_publisher is not { IsOpen: true })
                        _publisher = await (await ConnectionAsync(token)).CreateChannelAsync(
                            new CreateChannelOptions(
                                publisherConfirmationsEnabled: true,
                                publisherConfirmationTrackingEnabled: true
                            ),
                            token
                        );
                    var properties = new BasicProperties
                    {
                        Persistent = true,
                        MessageId = job.ToString(),
                        Headers = new Dictionary<string, object?> { [PutOffHeader] = timesPutOff },
                    };
                    // Completes with the broker's confirmation; a queue that isn't there is a failure, not a silence.
                    await _publisher.BasicPublishAsync(
                        "",
                        queue,
                        mandatory: true,
                        properties,
                        Encoding.ASCII.GetBytes(job.ToString()),
                        token
                    );
                    return true;
                },
                cancellationToken
            );
        }
        finally
        {
            _publishing.Release();
        }
    }

    async Task<IConnection> ConnectionAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            if (_connection is { IsOpen: true } open)
                return open;
            if (_connection is { } dead)
                await dead.DisposeAsync();
            // We connect anew ourselves: what was in hand is lost with the connection, and nobody may answer for it any more.
            var factory = new ConnectionFactory
            {
                Uri = settings.Uri!,
                AutomaticRecoveryEnabled = false,
                RequestedHeartbeat = TimeSpan.FromSeconds(10),
                RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
                ClientProvidedName = "CHS",
            };
            var connection = await factory.CreateConnectionAsync(cancellationToken);
            try
            {
                await DeclareAsync(connection, cancellationToken);
                return _connection = connection;
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }
        finally
        {
            _connecting.Release();
        }
    }

    async Task DeclareAsync(IConnection connection, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        var quorum = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };
        await channel.QueueDeclareAsync(
            Buried,
            durable: true,
            exclusive: false,
            autoDelete: false,
            quorum,
            cancellationToken: cancellationToken
        );
        await channel.QueueDeclareAsync(
            Main,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?>(quorum)
            {
                ["x-dead-letter-exchange"] = "",
                ["x-dead-letter-routing-key"] = Buried,
                ["x-delivery-limit"] = 20, // whoever kills every worker that touches it ends among the buried
            },
            cancellationToken: cancellationToken
        );
        foreach (var seconds in Pauses.Where(seconds => seconds > 0))
        {
            await channel.QueueDeclareAsync(
                Waiting(seconds),
                durable: true,
                exclusive: false,
                autoDelete: false,
                new Dictionary<string, object?>
                {
                    ["x-message-ttl"] = seconds * 1000,
                    ["x-dead-letter-exchange"] = "",
                    ["x-dead-letter-routing-key"] = Main,
                },
                cancellationToken: cancellationToken
            );
        }
    }

    async Task<Consumer> ConsumerAsync(CancellationToken cancellationToken)
    {
        // One for all who take: a second one would keep orders that nobody takes from it.
        await _consuming.WaitAsync(cancellationToken);
        try
        {
            if (_consumer is { IsOpen: true } open)
                return open;
            return await WithEndAsync(
                async token =>
                {
                    var channel = await (await ConnectionAsync(token)).CreateChannelAsync(cancellationToken: token);
                    await channel.BasicQosAsync(0, (ushort)settings.Prefetch, global: false, token);
                    var consumer = new Consumer(this, channel);
                    await consumer.BeginAsync(Main, token);
                    return _consumer = consumer;
                },
                cancellationToken
            );
        }
        finally
        {
            _consuming.Release();
        }
    }

    async Task<T> WithEndAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(Patience);
        try
        {
            return await ask(end.Token).WaitAsync(end.Token);
        }
        catch (Exception failure)
            when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            log.LogDebug(failure, "The broker failed");
            throw new JobQueueException(
                failure is OperationCanceledException ? "it doesn't answer; perhaps a queue has no leader."
                    : failure is PublishException ? "it didn't confirm."
                    : failure.Message,
                failure
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_publisher is not null)
            await _publisher.DisposeAsync();
        if (_connection is not null)
            await _connection.DisposeAsync();
        _connecting.Dispose();
        _publishing.Dispose();
        _consuming.Dispose();
    }

    /// <summary>Takes deliveries from the broker and keeps them for <see cref="TakeAsync"/>: never more than the prefetch.</summary>
    sealed class Consumer(RabbitQueue queue, IChannel channel)
    {
        public Channel<IJobDelivery> Deliveries { get; } = Channel.CreateUnbounded<IJobDelivery>();

        public bool IsOpen => channel.IsOpen;

        public async Task BeginAsync(string name, CancellationToken cancellationToken)
        {
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += async (_, delivered) =>
            {
                if (!Guid.TryParse(Encoding.ASCII.GetString(delivered.Body.Span), out var job))
                {
                    await channel.BasicRejectAsync(delivered.DeliveryTag, requeue: false); // nothing of ours: to the buried
                    return;
                }

                var timesPutOff =
                    delivered.BasicProperties.Headers is { } headers
                    && headers.TryGetValue(PutOffHeader, out var times)
                    && times is int known
                        ? known
                        : 0;
                Deliveries.Writer.TryWrite(new Delivery(queue, channel, delivered.DeliveryTag, job, timesPutOff));
            };
            channel.ChannelShutdownAsync += (_, _) =>
            {
                Deliveries.Writer.TryComplete();
                return Task.CompletedTask;
            };
            await channel.BasicConsumeAsync(name, autoAck: false, consumer, cancellationToken);
        }
    }

    sealed class Delivery(RabbitQueue queue, IChannel channel, ulong tag, Guid job, int timesPutOff) : IJobDelivery
    {
        bool _isAnswered;

        public Guid Job => job;

        public int TimesDelayed => timesPutOff;

        /// <summary>The connection itself says that we are alive.</summary>
        public Task RenewAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task CompleteAsync(CancellationToken cancellationToken) =>
            AnswerAsync(() => channel.BasicAckAsync(tag, multiple: false, cancellationToken));

        public async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
        {
            // First the copy, confirmed, then the acknowledgement: a crash between them doubles the order and never loses it.
            var seconds = Pauses.First(pause => pause >= Math.Min(delay.TotalSeconds, Pauses[^1]));
            await queue.SendAsync(
                seconds == 0 ? queue.Main : queue.Waiting(seconds),
                job,
                timesPutOff + 1,
                cancellationToken
            );
            await CompleteAsync(cancellationToken);
        }

        public Task DeadLetterAsync(CancellationToken cancellationToken) =>
            AnswerAsync(() => channel.BasicRejectAsync(tag, requeue: false, cancellationToken));

        public async ValueTask DisposeAsync()
        {
            if (!_isAnswered)
                await AnswerAsync(() => channel.BasicNackAsync(tag, multiple: false, requeue: true));
        }

        async Task AnswerAsync(Func<ValueTask> answer)
        {
            _isAnswered = true;
            try
            {
                await answer();
            }
            catch (Exception gone)
                when (gone is AlreadyClosedException or OperationInterruptedException or ObjectDisposedException)
            {
                queue.LogLost(gone, job); // the broker delivers it again: receivers bear it
            }
        }
    }

    void LogLost(Exception gone, Guid job) =>
        log.LogInformation(gone, "The broker was gone before it heard of job {Job}", job);
}

/// <summary>How orders travel.</summary>
/// <param name="Uri">The broker, such as <c>amqp://user:password@host:5672/vhost</c>; null: the table in our database.</param>
/// <param name="Name">Name of the queue.</param>
/// <param name="Prefetch">Orders that one process has in hand at once.</param>
/// <param name="Lease">In the table: how long an order in hand stays with a silent process.</param>
public sealed record QueueSettings(Uri? Uri, string Name, int Prefetch, TimeSpan Lease);
