namespace Chs.Domain.Messaging;

/// <summary>A mail to families, written by a researcher or the site.</summary>
public sealed class Message
{
    Message() { }

    public long Id { get; private init; }
    public Guid Uuid { get; private init; }

    /// <summary>Key of the author; null for announcements of the site.</summary>
    public long? SenderId { get; private init; }

    /// <summary>At most 255 characters.</summary>
    public string Subject { get; private init; } = "";

    public string Body { get; private init; } = "";

    /// <summary>Key of the study that the message is about; null: none.</summary>
    public long? StudyId { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Null until the mail was sent.</summary>
    public DateTimeOffset? SentAt { get; private init; }
}
