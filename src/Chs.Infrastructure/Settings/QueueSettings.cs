namespace Chs.Infrastructure.Settings;

/// <summary>The queue that carries build jobs.</summary>
/// <param name="Uri">
/// The broker, such as <c>amqp://user:password@host:5672/vhost</c>; null: a table in our database.
/// </param>
/// <param name="Name">Name of the queue at the broker.</param>
/// <param name="Prefetch">Jobs that one process holds at once.</param>
/// <param name="Lease">In the table: how long a job stays with a process that has gone silent.</param>
public sealed record QueueSettings(Uri? Uri, string Name, int Prefetch, TimeSpan Lease)
{
    enum Provider
    {
        Embedded = 1,
        RabbitMq = 2,
    }

    internal static QueueSettings Read(SettingsReader reader)
    {
        var provider = reader.Choice("Queue:Provider", Provider.Embedded);
        var uri = reader.Broker("Queue:Uri");
        if (provider is Provider.RabbitMq && uri is null)
            reader.Fault("Queue:Uri", "RabbitMQ needs one, such as 'amqp://user:password@host:5672/'");
        return new QueueSettings(
            provider is Provider.RabbitMq ? uri : null,
            reader.Text("Queue:Name") ?? "chs.builds",
            BuildSettings.ReadAtOnce(reader),
            TimeSpan.FromSeconds(60)
        );
    }
}
