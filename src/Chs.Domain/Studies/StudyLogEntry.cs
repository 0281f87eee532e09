using System.Text.Json.Nodes;

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

    /// <param name="declarations">What was declared, as a JSON object; null: nothing.</param>
    public static StudyLogEntry Of(
        Study study,
        long? user,
        string comments,
        DateTimeOffset now,
        string? declarations = null
    ) => Of(study.Id, user, study.State.ToString().ToLowerInvariant(), comments, now, declarations);

    /// <summary>What became of a draft beside what families run.</summary>
    /// <param name="action">Such as <c>draft proposed</c>.</param>
    public static StudyLogEntry OfDraft(Study study, long user, string action, string comments, DateTimeOffset now) =>
        Of(study.Id, user, action, comments, now);

    /// <summary>The end of a build, in the words that Lookit's logs have for it.</summary>
    public static StudyLogEntry OfBuild(Builds.Build build, DateTimeOffset now) =>
        Of(
            build.StudyId,
            build.RequestedBy,
            build.State is Builds.BuildState.Succeeded ? "deployed" : "failed to build",
            build.FailureMessage ?? "",
            now
        );

    static StudyLogEntry Of(
        long study,
        long? user,
        string action,
        string comments,
        DateTimeOffset now,
        string? declarations = null
    ) =>
        new()
        {
            Uuid = Guid.CreateVersion7(now),
            StudyId = study,
            UserId = user,
            Action = action,
            Extra = ExtraOf(comments, declarations),
            CreatedAt = now,
        };

    static string? ExtraOf(string comments, string? declarations)
    {
        if (comments.Length == 0 && declarations is null)
            return null;
        var extra = declarations is null ? [] : JsonNode.Parse(declarations)!.AsObject();
        if (comments.Length > 0)
            extra["comments"] = comments;
        return extra.ToJsonString();
    }
}
