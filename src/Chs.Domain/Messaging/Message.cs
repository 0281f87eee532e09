namespace Chs.Domain.Messaging;

/// <summary>A mail to families, as researchers or the site wrote it.</summary>
public sealed class Message
{
    Message() { }

    public long Id { get; private init; }
    public Guid Uuid { get; private init; }

    /// <summary>Who wrote it; null for announcements of the site.</summary>
    public long? SenderId { get; private init; }

    /// <summary>At most 255 characters.</summary>
    public string Subject { get; private init; } = "";

    public string Body { get; private init; } = "";

    /// <summary>The study that it is about; null: none.</summary>
    public long? StudyId { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Null until the mail went out.</summary>
    public DateTimeOffset? SentAt { get; private init; }
}

/// <summary>Somebody whom a message goes to.</summary>
public sealed class MessageRecipient
{
    MessageRecipient() { }

    public long MessageId { get; private init; }
    public long UserId { get; private init; }
}

/// <summary>A child whom a message is about.</summary>
public sealed class MessageChild
{
    MessageChild() { }

    public long MessageId { get; private init; }
    public long ChildId { get; private init; }
}
