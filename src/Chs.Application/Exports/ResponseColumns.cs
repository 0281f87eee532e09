namespace Chs.Application.Exports;

/// <summary>The columns of the response downloads, in their order. Ids are the reference's, which researchers' scripts know.</summary>
static class ResponseColumns
{
    public sealed record Column(string Id, bool Optional = false, bool Identifiable = false);

    public static readonly IReadOnlyList<Column> All =
    [
        new("response__id"),
        new("response__uuid"),
        new("response__date_created"),
        new("response__completed"),
        new("response__withdrawn"),
        new("response__eligibility"),
        new("response__parent_feedback"),
        new("response__birthdate_difference"),
        new("response__video_privacy"),
        new("response__databrary"),
        new("response__is_preview"),
        new("consent__ruling"),
        new("consent__arbiter"),
        new("consent__time"),
        new("consent__comment"),
        new("study__uuid"),
        new("participant__global_id", Optional: true, Identifiable: true),
        new("participant__hashed_id"),
        new("participant__nickname", Optional: true, Identifiable: true),
        new("child__global_id", Optional: true, Identifiable: true),
        new("child__hashed_id"),
        new("child__name", Optional: true, Identifiable: true),
        new("child__birthday", Optional: true, Identifiable: true),
        new("child__age_in_days", Optional: true, Identifiable: true),
        new("child__age_rounded", Optional: true),
        new("child__gender", Optional: true),
        new("child__age_at_birth", Optional: true),
        new("child__language_list", Optional: true),
        new("child__condition_list", Optional: true),
        new("child__additional_information", Optional: true, Identifiable: true),
        new("response__sequence"),
        new("response__conditions"),
        new("response__researcher_payment_status"),
    ];

    /// <summary>Columns of every row that the reference lists behind the others, among the flattened ones.</summary>
    public static readonly IReadOnlyList<string> Late =
    [
        "response__researcher_session_status",
        "response__researcher_star",
    ];

    public static readonly IReadOnlySet<string> OptionalIds = All.Where(c => c.Optional).Select(c => c.Id).ToHashSet();

    public static readonly IReadOnlySet<string> IdentifiableIds = All.Where(c => c.Identifiable)
        .Select(c => c.Id)
        .ToHashSet();
}
