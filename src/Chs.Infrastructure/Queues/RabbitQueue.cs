using System.Text;
using System.Threading.Channels;
using Chs.Application.Ports;
using Chs.Infrastructure.Settings;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Chs.Infrastructure.Queues;

/// <summary>The queue in RabbitMQ: a durable quorum queue with publisher confirms and manual acknowledgement.</summary>
/// <remarks>
/// Dead letters go to a queue of their own. Delayed jobs wait in further queues, one for each length of delay, until
/// their time to live ends and the broker moves them back.
/// </remarks>
/// <param name="prefetch">Jobs that one process holds at once.</param>
sealed class RabbitQueue(QueueSettings settings, int prefetch, ILogger<RabbitQueue> log) : IJobQueue, IAsyncDisposable
{
    const string TimesDelayedHeader = "x-chs-put-off";

    /// <summary>After so many deliveries a job becomes a dead letter: it may be what crashes every worker.</summary>
    const int MaximumDeliveries = 20;

    /// <summary>Limit of each call.</summary>
    /// <remarks>
    /// A broker that is killed while it starts can leave a queue without a leader: calls then never return.
    /// </remarks>
    static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The lengths of delay in seconds; others are rounded up.</summary>
    static readonly int[] Delays = [0, 1, 2, 5, 10, 30, 60, 120, 300, 600];

    readonly SemaphoreSlim _connecting = new(1),
        _publishing = new(1),
        _consuming = new(1);
    IConnection? _connection;
    IChannel? _publisher;
    Consumer? _consumer;

    string MainQueue => settings.Name;

    string DeadLetterQueue => $"{settings.Name}.buried";

    string DelayQueue(int seconds) => $"{settings.Name}.waiting.{seconds}";

    public Task PublishAsync(Guid job, CancellationToken cancellationToken) =>
        SendAsync(MainQueue, job, 0, cancellationToken);

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
                // The connection is lost, and the broker delivers its jobs again. Connect again.
            }
        }
    }

    public async Task<string?> CheckHealthAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WithTimeoutAsync(
                async token =>
                {
                    await using var channel = await CreateChannelAsync(null, token);
                    await channel.QueueDeclarePassiveAsync(MainQueue, token);
                    // A queue without a leader still answers the declaration, but not the count.
                    return await channel.MessageCountAsync(MainQueue, token);
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

    async Task SendAsync(string queue, Guid job, int timesDelayed, CancellationToken cancellationToken)
    {
        await _publishing.WaitAsync(cancellationToken);
        try
        {
            await WithTimeoutAsync(
                async token =>
                {
                    await SendConfirmedAsync(queue, job, timesDelayed, token);
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

    /// <summary>
    /// Returns when the broker has confirmed. A missing queue is a failure, because the message is mandatory.
    /// </summary>
    async Task SendConfirmedAsync(string queue, Guid job, int timesDelayed, CancellationToken cancellationToken)
    {
        if (_publisher is not { IsOpen: true })
            _publisher = await CreateChannelAsync(
                new CreateChannelOptions(
                    publisherConfirmationsEnabled: true,
                    publisherConfirmationTrackingEnabled: true
                ),
                cancellationToken
            );
        var properties = new BasicProperties
        {
            Persistent = true,
            MessageId = job.ToString(),
            Headers = new Dictionary<string, object?> { [TimesDelayedHeader] = timesDelayed },
        };
        var body = Encoding.ASCII.GetBytes(job.ToString());
        await _publisher.BasicPublishAsync("", queue, mandatory: true, properties, body, cancellationToken);
    }

    async Task<IChannel> CreateChannelAsync(CreateChannelOptions? options, CancellationToken cancellationToken)
    {
        var connection = await ConnectionAsync(cancellationToken);
        return await connection.CreateChannelAsync(options, cancellationToken);
    }

    async Task<IConnection> ConnectionAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            if (_connection is { IsOpen: true } open)
                return open;
            if (_connection is { } closed)
                await closed.DisposeAsync();
            return _connection = await ConnectAsync(cancellationToken);
        }
        finally
        {
            _connecting.Release();
        }
    }

    async Task<IConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory
        {
            Uri = settings.Uri!,
            // The client's recovery would let old deliveries be acknowledged that the broker has already given to
            // others.
            AutomaticRecoveryEnabled = false,
            RequestedHeartbeat = TimeSpan.FromSeconds(10),
            RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
            ClientProvidedName = "CHS",
        };
        var connection = await factory.CreateConnectionAsync(cancellationToken);
        try
        {
            await DeclareQueuesAsync(connection, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    async Task DeclareQueuesAsync(IConnection connection, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await DeclareAsync(DeadLetterQueue, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await DeclareAsync(
            MainQueue,
            new Dictionary<string, object?>
            {
                ["x-queue-type"] = "quorum",
                ["x-dead-letter-exchange"] = "",
                ["x-dead-letter-routing-key"] = DeadLetterQueue,
                ["x-delivery-limit"] = MaximumDeliveries,
            }
        );
        foreach (var seconds in Delays.Where(seconds => seconds > 0))
            await DeclareAsync(
                DelayQueue(seconds),
                new Dictionary<string, object?>
                {
                    ["x-message-ttl"] = seconds * 1000,
                    ["x-dead-letter-exchange"] = "",
                    ["x-dead-letter-routing-key"] = MainQueue,
                }
            );

        Task DeclareAsync(string name, Dictionary<string, object?> arguments) =>
            channel.QueueDeclareAsync(
                name,
                durable: true,
                exclusive: false,
                autoDelete: false,
                arguments,
                cancellationToken: cancellationToken
            );
    }

    /// <summary>
    /// The consumer that all workers share: jobs that a second one had prefetched would wait for nobody.
    /// </summary>
    async Task<Consumer> ConsumerAsync(CancellationToken cancellationToken)
    {
        await _consuming.WaitAsync(cancellationToken);
        try
        {
            if (_consumer is { IsOpen: true } open)
                return open;
            return await WithTimeoutAsync(
                async token =>
                {
                    var channel = await CreateChannelAsync(null, token);
                    await channel.BasicQosAsync(0, (ushort)prefetch, global: false, token);
                    var consumer = new Consumer(this, channel);
                    await consumer.BeginAsync(MainQueue, token);
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

    /// <exception cref="JobQueueException">The call failed or took too long.</exception>
    async Task<T> WithTimeoutAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(CallTimeout);
        try
        {
            return await call(timeout.Token).WaitAsync(timeout.Token);
        }
        catch (Exception failure)
            when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            log.LogDebug(failure, "The broker failed");
            throw new JobQueueException(Explain(failure), failure);
        }
    }

    static string Explain(Exception failure) =>
        failure switch
        {
            OperationCanceledException => "it doesn't answer; perhaps a queue has no leader.",
            PublishException => "it didn't confirm.",
            _ => failure.Message,
        };

    void LogLostConnection(Exception failure, Guid job) =>
        log.LogInformation(failure, "The connection to the broker was lost before job {Job} was answered", job);

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

    /// <summary>Receives deliveries from the broker and keeps them for <see cref="TakeAsync"/>.</summary>
    /// <remarks>The broker sends no more than are prefetched.</remarks>
    sealed class Consumer(RabbitQueue queue, IChannel channel)
    {
        public Channel<IJobDelivery> Deliveries { get; } = Channel.CreateUnbounded<IJobDelivery>();

        public bool IsOpen => channel.IsOpen;

        public async Task BeginAsync(string name, CancellationToken cancellationToken)
        {
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += ReceiveAsync;
            channel.ChannelShutdownAsync += (_, _) =>
            {
                Deliveries.Writer.TryComplete();
                return Task.CompletedTask;
            };
            await channel.BasicConsumeAsync(name, autoAck: false, consumer, cancellationToken);
        }

        async Task ReceiveAsync(object sender, BasicDeliverEventArgs message)
        {
            if (!Guid.TryParse(Encoding.ASCII.GetString(message.Body.Span), out var job))
            {
                // Not one of our messages: it becomes a dead letter.
                await channel.BasicRejectAsync(message.DeliveryTag, requeue: false);
                return;
            }

            var timesDelayed = TimesDelayed(message.BasicProperties);
            Deliveries.Writer.TryWrite(new Delivery(queue, channel, message.DeliveryTag, job, timesDelayed));
        }

        static int TimesDelayed(IReadOnlyBasicProperties properties)
        {
            object? value = null;
            properties.Headers?.TryGetValue(TimesDelayedHeader, out value);
            return value is int times ? times : 0;
        }
    }

    sealed class Delivery(RabbitQueue queue, IChannel channel, ulong tag, Guid job, int timesDelayed) : IJobDelivery
    {
        bool _isSettled;

        public Guid Job => job;

        public int TimesDelayed => timesDelayed;

        /// <summary>Does nothing: the delivery lasts as long as the connection, which has heartbeats.</summary>
        public Task RenewAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task CompleteAsync(CancellationToken cancellationToken) =>
            SettleAsync(() => channel.BasicAckAsync(tag, multiple: false, cancellationToken));

        public async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
        {
            var seconds = Delays.First(length => length >= Math.Min(delay.TotalSeconds, Delays[^1]));
            var target = seconds == 0 ? queue.MainQueue : queue.DelayQueue(seconds);
            // The copy is confirmed before the original is acknowledged: a crash in between doubles the job, and never
            // loses it.
            await queue.SendAsync(target, job, timesDelayed + 1, cancellationToken);
            await CompleteAsync(cancellationToken);
        }

        public Task DeadLetterAsync(CancellationToken cancellationToken) =>
            SettleAsync(() => channel.BasicRejectAsync(tag, requeue: false, cancellationToken));

        public async ValueTask DisposeAsync()
        {
            if (!_isSettled)
                await SettleAsync(() => channel.BasicNackAsync(tag, multiple: false, requeue: true));
        }

        async Task SettleAsync(Func<ValueTask> answer)
        {
            _isSettled = true;
            try
            {
                await answer();
            }
            catch (Exception failure)
                when (failure is AlreadyClosedException or OperationInterruptedException or ObjectDisposedException)
            {
                // The broker delivers the job again; receivers accept that.
                queue.LogLostConnection(failure, job);
            }
        }
    }
}
