using System.Text.Json.Nodes;

namespace Chs.Domain.Studies;

/// <summary>An entry of a study's log, which its researchers can read.</summary>
public sealed class StudyLogEntry
{
    StudyLogEntry() { }

    public long Id { get; private init; }
    public Guid Uuid { get; private init; }
    public long StudyId { get; private init; }

    /// <summary>Key of the user who acted; null when CHS did, or once that account is deleted.</summary>
    public long? UserId { get; private init; }

    /// <summary>The new state in lower case, such as <c>created</c>, or what else happened. At most 128 characters.</summary>
    public string Action { get; private init; } = "";

    /// <summary>Comments and declarations as JSON text; null: none.</summary>
    public string? Extra { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>An entry for the state that a study has reached.</summary>
    /// <param name="declarations">Declarations made with a submission, as a JSON object; null: none.</param>
    public static StudyLogEntry Of(
        Study study,
        long? user,
        string comments,
        DateTimeOffset now,
        string? declarations = null
    ) => Of(study.Id, user, study.State.ToString().ToLowerInvariant(), comments, now, declarations);

    /// <summary>An entry for a draft beside the approved version.</summary>
    /// <param name="action">Such as <c>draft proposed</c>.</param>
    public static StudyLogEntry OfDraft(Study study, long user, string action, string comments, DateTimeOffset now) =>
        Of(study.Id, user, action, comments, now);

    /// <summary>An entry for the end of a build, with the words of Lookit's logs.</summary>
    public static StudyLogEntry OfBuild(Builds.Build build, DateTimeOffset now)
    {
        var action = build.State is Builds.BuildState.Succeeded ? "deployed" : "failed to build";
        return Of(build.StudyId, build.RequestedBy, action, build.FailureMessage ?? "", now);
    }

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
