namespace Chs.Application.Exports;

/// <summary>
/// The columns of response downloads, in order. Their ids are those of the reference system, on which researchers'
/// scripts rely.
/// </summary>
static class ResponseColumns
{
    /// <param name="Optional">Whether the column is left out unless it is requested.</param>
    /// <param name="Identifiable">Whether it may reveal who the family is.</param>
    /// <param name="IsFreeText">
    /// Whether it holds what people wrote about a family, names among it perhaps. De-identified tokens don't get it.
    /// </param>
    public sealed record Column(string Id, bool Optional = false, bool Identifiable = false, bool IsFreeText = false);

    public static readonly IReadOnlyList<Column> All =
    [
        new("response__id"),
        new("response__uuid"),
        new("response__date_created"),
        new("response__completed"),
        new("response__withdrawn"),
        new("response__eligibility"),
        new("response__parent_feedback", IsFreeText: true),
        new("response__birthdate_difference"),
        new("response__video_privacy"),
        new("response__databrary"),
        new("response__is_preview"),
        new("consent__ruling"),
        new("consent__arbiter"),
        new("consent__time"),
        new("consent__comment", IsFreeText: true),
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
        new("child__additional_information", Optional: true, Identifiable: true, IsFreeText: true),
        new("response__sequence"),
        new("response__conditions"),
        new("response__researcher_payment_status"),
    ];

    /// <summary>
    /// Every row has this column. The reference system lists it among the flattened columns, after the others.
    /// </summary>
    public const string SessionStatus = "response__researcher_session_status";

    /// <inheritdoc cref="SessionStatus"/>
    public const string Star = "response__researcher_star";

    /// <summary>Ids of the columns that are left out unless they are requested, in order.</summary>
    public static readonly IReadOnlyList<string> OptionalIds = [.. All.Where(c => c.Optional).Select(c => c.Id)];

    public static readonly IReadOnlySet<string> IdentifiableIds = All.Where(c => c.Identifiable)
        .Select(c => c.Id)
        .ToHashSet();
}
