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

    /// <summary>Number of the ethics board's approval; at most 255 characters, empty: not said.</summary>
    public string IrbNumber { get; init; } = "";

    /// <summary>Last day of that approval; null: not said.</summary>
    public DateOnly? IrbUntil { get; init; }

    /// <summary>Which of what reviewers look at differs. Summary, criteria and the ethics board's data are outside of it, as they were in the reference.</summary>
    public ReviewedField ReviewedChanges(StudyDetails other) =>
        Differs(Name, other.Name, ReviewedField.Name)
        | Differs(ShortDescription, other.ShortDescription, ReviewedField.ShortDescription)
        | Differs(Purpose, other.Purpose, ReviewedField.Purpose)
        | Differs(Compensation, other.Compensation, ReviewedField.Compensation)
        | Differs(Duration, other.Duration, ReviewedField.Duration)
        | Differs(ContactInfo, other.ContactInfo, ReviewedField.ContactInfo)
        | Differs(ExitUrl, other.ExitUrl, ReviewedField.ExitUrl)
        | Differs(External, other.External, ReviewedField.External);

    static ReviewedField Differs<T>(T one, T other, ReviewedField field) =>
        EqualityComparer<T>.Default.Equals(one, other) ? ReviewedField.None : field;
}

/// <summary>What reviewers approve, beside the protocol and the lab.</summary>
[Flags]
public enum ReviewedField
{
    None = 0,
    Name = 1 << 0,
    ShortDescription = 1 << 1,
    Purpose = 1 << 2,
    Compensation = 1 << 3,
    Duration = 1 << 4,
    ContactInfo = 1 << 5,
    ExitUrl = 1 << 6,
    External = 1 << 7,
    Image = 1 << 8,
}

/// <summary>Which changes of an approved study its site trusts researchers with.</summary>
/// <param name="LowRisk">Changing these doesn't send a study back to the reviewers; they see it in the audit log.</param>
public sealed record ReviewPolicy(ReviewedField LowRisk)
{
    /// <summary>As the reference has it: everything goes back.</summary>
    public static readonly ReviewPolicy Strict = new(ReviewedField.None);

    public bool SendsBack(ReviewedField changed) => (changed & ~LowRisk) != ReviewedField.None;
}

/// <summary>How an external study is arranged.</summary>
/// <param name="IsScheduled">Families make an appointment; otherwise they take part when they like.</param>
/// <param name="Scheduling">With what appointments are made, such as Calendly; empty: not said.</param>
/// <param name="Platform">Where the study runs, such as Qualtrics; empty: not said.</param>
/// <param name="OtherScheduling">In words, where <paramref name="Scheduling"/> is Other.</param>
/// <param name="OtherPlatform">In words, where <paramref name="Platform"/> is Other.</param>
public sealed record ExternalArrangement(
    bool IsScheduled,
    string Scheduling,
    string Platform,
    string OtherScheduling,
    string OtherPlatform
)
{
    public static readonly ExternalArrangement None = new(false, "", "", "", "");
}
