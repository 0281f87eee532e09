using System.Globalization;
using Chs.Domain;
using Chs.Domain.Eligibility;
using Chs.Domain.Studies;

namespace Chs.Application.Studies;

/// <summary>The editable members of a study. In an update, absent members stay as they are.</summary>
public sealed record StudyInput
{
    /// <summary>1…255 characters; required in a new study.</summary>
    /// <example>Faces and voices</example>
    public string? Name { get; init; }

    /// <summary>At most 300 characters; shown in lists.</summary>
    /// <example>Your child hears a voice and picks a face.</example>
    public string? PreviewSummary { get; init; }

    public string? ShortDescription { get; init; }
    public string? Purpose { get; init; }

    /// <summary>Who may take part, in words.</summary>
    /// <example>Children from 3 to 5 years</example>
    public string? Criteria { get; init; }

    /// <summary>
    /// Who may take part, as an expression that is evaluated for each child; empty: everybody.
    /// Such as <c>(deaf OR speaks_es) AND NOT gender = male</c>.
    /// Fields: gender, gestational_age_in_weeks, age_in_days, n_languages, speaks_ and a language code, names of conditions.
    /// </summary>
    /// <example>speaks_en AND n_languages &gt;= 2</example>
    public string? CriteriaExpression { get; init; }

    public string? Compensation { get; init; }

    /// <example>5 minutes</example>
    public string? Duration { get; init; }

    public string? ContactInfo { get; init; }

    /// <summary>Where families are sent at the end; empty: this site's own thank-you page.</summary>
    public string? ExitUrl { get; init; }

    public AgeRangeInput? Ages { get; init; }

    /// <summary>Whether families find it in lists while it is active.</summary>
    public bool? IsPublic { get; init; }

    /// <summary>Whether every researcher may preview it.</summary>
    public bool? IsPreviewShared { get; init; }

    /// <summary>jsPsych: the experiment, a JavaScript module with <c>initJsPsych</c> and the plugins as globals. At most 2 MB.</summary>
    /// <example>initJsPsych().run([{ type: jsPsychHtmlButtonResponse, stimulus: "Ready?", choices: ["Yes"] }]);</example>
    public string? Experiment { get; init; }

    /// <summary>Frameplayer: the protocol as JSON text, an object with <c>frames</c> and <c>sequence</c>. At most 5 MB.</summary>
    /// <example>{"frames":{"hello":{"kind":"exp-lookit-text","blocks":[{"text":"Hello!"}]}},"sequence":["hello"]}</example>
    public string? Structure { get; init; }

    /// <summary>Frameplayer: JavaScript with a function <c>generateProtocol(child, pastSessions)</c>. At most 2 MB.</summary>
    public string? Generator { get; init; }

    /// <summary>Frameplayer: whether the generator makes the protocol; otherwise the structure is the protocol.</summary>
    public bool? UseGenerator { get; init; }

    /// <summary>Frameplayer: URL of the experiment runner's repository; empty: the site's default. A change needs a new build.</summary>
    /// <example>https://github.com/lookit/ember-lookit-frameplayer</example>
    public string? RunnerRepository { get; init; }

    /// <summary>
    /// Frameplayer: the experiment runner's commit, 40 hex digits; empty: the newest at the next build.
    /// A change needs a new build.
    /// </summary>
    /// <example>3f786850e387550fdab836ed7e6dc881de23001b</example>
    public string? RunnerCommit { get; init; }

    /// <summary>External: URL of the study.</summary>
    /// <example>https://example.qualtrics.com/jfe/form/SV_1</example>
    public string? ExternalUrl { get; init; }

    /// <summary>External: how families get there.</summary>
    public ExternalInput? External { get; init; }

    /// <summary>Orders the families' list, higher first; 1…99, by default 99.</summary>
    /// <example>99</example>
    public int? Priority { get; init; }

    /// <summary>
    /// Studies in all of which a child must have taken part. At most 100.
    /// You must be able to see them, or they must be open to families.
    /// </summary>
    public IReadOnlyList<Guid>? MustHaveParticipated { get; init; }

    /// <summary>Studies in none of which a child may have taken part. At most 100.</summary>
    public IReadOnlyList<Guid>? MustNotHaveParticipated { get; init; }

    /// <summary>Number of the ethics board's approval; at most 255 characters.</summary>
    /// <example>2026-0417</example>
    public string? IrbNumber { get; init; }

    /// <summary>
    /// Last day of that approval, <c>yyyy-mm-dd</c>; empty: not given.
    /// Researchers are warned 30 days before; an active study is paused when it has passed.
    /// </summary>
    /// <example>2027-06-30</example>
    public string? IrbUntil { get; init; }

    /// <summary>
    /// In an update: the lab that the study moves to. Needs the right to change the lab, and to create studies in the new one.
    /// Researchers who don't belong to the new lab lose their role in the study.
    /// </summary>
    public Guid? LabId { get; init; }

    /// <summary>
    /// In an update of an active or paused study: saves the protocol as a draft instead of sending the study back to review.
    /// Families go on with the approved version. <c>proposeDraft</c> asks the reviewers to approve the draft.
    /// </summary>
    public bool BesideLive { get; init; }

    /// <summary>Describes the change of the protocol; kept with its version. At most 1,000 characters.</summary>
    /// <example>Shortened the second block</example>
    public string? Note { get; init; }

    /// <summary>Whether the runner's repository or commit is among the members that were sent.</summary>
    internal bool NamesRunner => RunnerRepository is not null || RunnerCommit is not null;

    /// <summary>The protocol after the change; refused when a member belongs to another type of study.</summary>
    internal Outcome<StudyProtocol> ApplyTo(StudyProtocol current, StudyType type)
    {
        if (HasMembersOfOtherTypes(type))
            return StudyErrors.NotForThisRunner;
        return current with
        {
            Structure = Structure ?? current.Structure,
            Generator = Generator ?? current.Generator,
            UseGenerator = UseGenerator ?? current.UseGenerator,
            Experiment = Experiment ?? current.Experiment,
            ExternalUrl = ExternalUrl ?? current.ExternalUrl,
            RunnerRepository = RunnerRepository?.Trim() ?? current.RunnerRepository,
            RunnerCommit = CommitOr(current.RunnerCommit),
        };
    }

    bool HasMembersOfOtherTypes(StudyType type)
    {
        var isJsPsych = Experiment is not null;
        var isFrameplayer =
            Structure is not null
            || Generator is not null
            || UseGenerator is not null
            || RunnerRepository is not null
            || RunnerCommit is not null;
        var isExternal = ExternalUrl is not null || External is not null;
        return (isJsPsych && type is not StudyType.JsPsych)
            || (isFrameplayer && type is not StudyType.Frameplayer)
            || (isExternal && type is not StudyType.External);
    }

    string? CommitOr(string? current)
    {
        if (RunnerCommit is null)
            return current;
        return RunnerCommit.Length == 0 ? null : RunnerCommit;
    }

    /// <summary>The details after the change.</summary>
    internal StudyDetails ApplyTo(StudyDetails current) =>
        current with
        {
            Name = Name?.Trim() ?? current.Name,
            PreviewSummary = PreviewSummary ?? current.PreviewSummary,
            ShortDescription = ShortDescription ?? current.ShortDescription,
            Purpose = Purpose ?? current.Purpose,
            Criteria = Criteria ?? current.Criteria,
            CriteriaExpression = CriteriaExpression?.Trim() ?? current.CriteriaExpression,
            Compensation = Compensation ?? current.Compensation,
            Duration = Duration ?? current.Duration,
            ContactInfo = ContactInfo ?? current.ContactInfo,
            ExitUrl = ExitUrl ?? current.ExitUrl,
            External = External?.ToArrangement() ?? current.External,
            IrbNumber = IrbNumber?.Trim() ?? current.IrbNumber,
            IrbUntil = IrbUntil is null ? current.IrbUntil : ParseDay(IrbUntil),
        };

    /// <summary>The ages after the change.</summary>
    internal Outcome<AgeRange> AgesOr(AgeRange current) => Ages is null ? current : Ages.ToAgeRange();

    /// <returns>Null when the text isn't a day as <c>yyyy-mm-dd</c>.</returns>
    internal static DateOnly? ParseDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
}
