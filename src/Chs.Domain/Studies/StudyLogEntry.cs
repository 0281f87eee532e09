using System.Text.Json.Nodes;
using Chs.Domain.Builds;

namespace Chs.Domain.Studies;

/// <summary>An entry of a study's log, which its researchers can read.</summary>
/// <remarks>Made from the domain's events where these are saved, so that no use case can forget it.</remarks>
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

    /// <summary>The action of a study that reached a state, such as <c>created</c>.</summary>
    public static string ActionOf(StudyState state) =>
        state is StudyState.SentBack ? "sent back" : state.ToString().ToLowerInvariant();

    /// <summary>The entry for an event of a study or of one of its builds; null when the log doesn't show it.</summary>
    /// <param name="study">Key of the study.</param>
    public static StudyLogEntry? Of(DomainEvent domainEvent, long study) =>
        domainEvent switch
        {
            StudyCreated created => Of(created, study, ActionOf(StudyState.Created), ""),
            StudyMoved moved => Of(moved, study, ActionOf(moved.State), moved.Comments, moved.Declarations),
            StudySentBackToReview sent => Of(sent, study, ActionOf(StudyState.SentBack), Study.ChangedAfterApproval),
            EthicsApprovalExpired expired => Of(expired, study, ActionOf(StudyState.Paused), Study.ApprovalEnded),
            StudyDraftProposed proposed => Of(proposed, study, "draft proposed", proposed.Comments),
            StudyDraftWithdrawn left => Of(left, study, "draft withdrawn", CommentOn(left.Reason)),
            StudyDraftJudged { Approved: true } judged => Of(judged, study, "draft approved", judged.Comments),
            StudyDraftJudged judged => Of(judged, study, "draft declined", judged.Comments),
            // The words of Lookit's logs.
            BuildEnded { State: BuildState.Succeeded } ended => Of(ended, study, "deployed", ""),
            BuildEnded ended => Of(ended, study, "failed to build", ended.Reason),
            _ => null,
        };

    static string CommentOn(DraftWithdrawalReason reason) =>
        reason switch
        {
            DraftWithdrawalReason.DraftChanged =>
                "Left the reviewers' queue, because the draft was changed: propose it again.",
            DraftWithdrawalReason.SentBack =>
                "Left the reviewers' queue, because the study was sent back: submit the study, and it is reviewed with it.",
            DraftWithdrawalReason.Stopped =>
                "Left the reviewers' queue, because the study is neither active nor paused any more.",
            _ => "",
        };

    static StudyLogEntry Of(
        DomainEvent domainEvent,
        long study,
        string action,
        string comments,
        string? declarations = null
    ) =>
        new()
        {
            Uuid = Guid.CreateVersion7(domainEvent.At),
            StudyId = study,
            UserId = domainEvent.ByKey,
            Action = action,
            Extra = ExtraOf(comments, declarations),
            CreatedAt = domainEvent.At,
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
