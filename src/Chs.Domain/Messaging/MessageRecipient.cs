namespace Chs.Domain.Messaging;

/// <summary>A user who receives a message.</summary>
public sealed class MessageRecipient
{
    MessageRecipient() { }

    public long MessageId { get; private init; }
    public long UserId { get; private init; }
}
