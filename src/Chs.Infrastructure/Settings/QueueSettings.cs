namespace Chs.Infrastructure.Settings;

/// <summary>The queue that carries build jobs.</summary>
public sealed class QueueSettings
{
    public QueueProvider Provider { get; set; } = QueueProvider.Embedded;

    /// <summary>The broker, such as <c>amqp://user:password@host:5672/vhost</c>.</summary>
    public Uri? Uri { get; set; }

    /// <summary>Name of the queue at the broker.</summary>
    public string Name { get; set; } = "chs.builds";
}

/// <summary>What carries build jobs.</summary>
public enum QueueProvider
{
    /// <summary>A table in our database.</summary>
    Embedded = 1,
    RabbitMq = 2,
}
