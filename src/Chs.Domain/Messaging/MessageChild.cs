namespace Chs.Domain.Messaging;

/// <summary>A child that a message is about.</summary>
public sealed class MessageChild
{
    MessageChild() { }

    public long MessageId { get; private init; }
    public long ChildId { get; private init; }
}
