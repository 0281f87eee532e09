namespace Chs.Domain.Auditing;

/// <summary>Who did or read what. Survives what it speaks of: it holds ids, no foreign keys.</summary>
public sealed class AuditEntry
{
    AuditEntry() { }

    public long Id { get; private init; }
    public DateTimeOffset At { get; private init; }

    /// <summary>The actor's uuid; null for the program itself.</summary>
    public Guid? Actor { get; private init; }

    /// <summary>Verb and noun, such as <c>export responses</c>.</summary>
    public string Action { get; private init; } = "";

    /// <summary>The study, child or response spoken of.</summary>
    public Guid? Subject { get; private init; }

    /// <summary>Particulars as JSON text; never what the data say.</summary>
    public string Details { get; private init; } = "{}";

    public static AuditEntry Of(Guid? actor, string action, Guid? subject, string details, DateTimeOffset now) =>
        new() { Actor = actor, Action = action, Subject = subject, Details = details, At = now };
}
