namespace Chs.Domain.Studies;

/// <summary>The description of a study for families and reviewers.</summary>
public sealed record StudyDetails
{
    public static readonly StudyDetails Empty = new();

    /// <summary>At most 255 characters.</summary>
    public string Name { get; init; } = "";

    /// <summary>At most 300 characters; shown in lists.</summary>
    public string PreviewSummary { get; init; } = "";

    public string ShortDescription { get; init; } = "";
    public string Purpose { get; init; } = "";

    /// <summary>Who may take part, in words. CHS itself uses <see cref="Study.Ages"/> and <see cref="CriteriaExpression"/>.</summary>
    public string Criteria { get; init; } = "";

    /// <summary>Who may take part, as an <see cref="Eligibility.CriteriaExpression"/>; empty: everybody.</summary>
    public string CriteriaExpression { get; init; } = "";

    public string Compensation { get; init; } = "";
    public string Duration { get; init; } = "";
    public string ContactInfo { get; init; } = "";

    /// <summary>URL that families are sent to at the end; empty: this site's own thank-you page.</summary>
    public string ExitUrl { get; init; } = "";

    /// <summary>External studies only: how families take part.</summary>
    public ExternalArrangement External { get; init; } = ExternalArrangement.None;

    /// <summary>Number of the ethics board's approval; at most 255 characters; empty: not given.</summary>
    public string IrbNumber { get; init; } = "";

    /// <summary>Last day of the ethics board's approval; null: not given.</summary>
    public DateOnly? IrbUntil { get; init; }

    /// <summary>The reviewed fields in which these details differ from others.</summary>
    /// <remarks>Summary, criteria and the data of the ethics approval aren't reviewed, as in the reference.</remarks>
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
