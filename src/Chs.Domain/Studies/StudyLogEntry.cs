namespace Chs.Domain.Studies;

/// <summary>One step in a study's life, as its researchers see it.</summary>
public sealed class StudyLogEntry
{
    StudyLogEntry() { }

    public long Id { get; private init; }
    public Guid Uuid { get; private init; }
    public long StudyId { get; private init; }

    /// <summary>Who took the step; null when CHS did, or that account is gone.</summary>
    public long? UserId { get; private init; }

    /// <summary>The state that followed, in lower case; <c>created</c> at the beginning. At most 128 characters.</summary>
    public string Action { get; private init; } = "";

    /// <summary>Comments and declarations as JSON text; null: none.</summary>
    public string? Extra { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public static StudyLogEntry Of(Study study, long? user, string comments, DateTimeOffset now) => new()
    {
        Uuid = Guid.CreateVersion7(now),
        StudyId = study.Id,
        UserId = user,
        Action = study.State.ToString().ToLowerInvariant(),
        Extra = comments.Length == 0 ? null : System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string> { ["comments"] = comments }),
        CreatedAt = now,
    };
}
