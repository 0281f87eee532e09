namespace Chs.Domain.Studies;

/// <summary>What a lab tells families and reviewers about a study.</summary>
public sealed record StudyDetails
{
    public static readonly StudyDetails Empty = new();

    /// <summary>At most 255 characters.</summary>
    public string Name { get; init; } = "";

    /// <summary>At most 300 characters; shown in lists.</summary>
    public string PreviewSummary { get; init; } = "";

    public string ShortDescription { get; init; } = "";
    public string Purpose { get; init; } = "";

    /// <summary>Who may take part, in words; <see cref="Study.Ages"/> and <see cref="CriteriaExpression"/> say it for the program.</summary>
    public string Criteria { get; init; } = "";

    /// <summary>Who may take part, in the language of <see cref="Eligibility.CriteriaExpression"/>; empty: everybody.</summary>
    public string CriteriaExpression { get; init; } = "";

    public string Compensation { get; init; } = "";
    public string Duration { get; init; } = "";
    public string ContactInfo { get; init; } = "";

    /// <summary>Where families go at the end; empty: this site's own thank-you page.</summary>
    public string ExitUrl { get; init; } = "";

    /// <summary>External studies: how families get there.</summary>
    public ExternalArrangement External { get; init; } = ExternalArrangement.None;

    /// <summary>Whether anything that reviewers approved differs.</summary>
    public bool DiffersForReviewers(StudyDetails other) => this with { PreviewSummary = other.PreviewSummary, Criteria = other.Criteria, CriteriaExpression = other.CriteriaExpression } != other;
}

/// <summary>How an external study is arranged.</summary>
/// <param name="IsScheduled">Families make an appointment; otherwise they take part when they like.</param>
/// <param name="Scheduling">With what appointments are made, such as Calendly; empty: not said.</param>
/// <param name="Platform">Where the study runs, such as Qualtrics; empty: not said.</param>
/// <param name="OtherScheduling">In words, where <paramref name="Scheduling"/> is Other.</param>
/// <param name="OtherPlatform">In words, where <paramref name="Platform"/> is Other.</param>
public sealed record ExternalArrangement(bool IsScheduled, string Scheduling, string Platform, string OtherScheduling, string OtherPlatform)
{
    public static readonly ExternalArrangement None = new(false, "", "", "", "");
}
