using System.Diagnostics.CodeAnalysis;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Eligibility;
using Chs.Domain.Studies;

namespace Chs.Application.Studies;

/// <summary>
/// The editable members of a study. In an update, absent members stay as they are, null clears a member that may be
/// null, and objects are merged, as in RFC 7396.
/// </summary>
// A member that wasn't sent is null here. One with DisallowNull can't be sent as null, an Optional can.
public sealed record StudyInput
{
    /// <summary>1…255 characters; required in a new study.</summary>
    /// <example>Faces and voices</example>
    [DisallowNull]
    public string? Name { get; init; }

    /// <summary>At most 300 characters; shown in lists.</summary>
    /// <example>Your child hears a voice and picks a face.</example>
    [DisallowNull]
    public string? PreviewSummary { get; init; }

    [DisallowNull]
    public string? ShortDescription { get; init; }

    [DisallowNull]
    public string? Purpose { get; init; }

    /// <summary>Who may take part, in words.</summary>
    /// <example>Children from 3 to 5 years</example>
    [DisallowNull]
    public string? Criteria { get; init; }

    /// <summary>
    /// Who may take part, as an expression that is evaluated for each child; empty: everybody.
    /// Such as <c>(deaf OR speaks_es) AND NOT gender = male</c>.
    /// Fields: gender, gestational_age_in_weeks, age_in_days, n_languages, speaks_ and a language code, names of conditions.
    /// </summary>
    /// <example>speaks_en AND n_languages &gt;= 2</example>
    [DisallowNull]
    public string? CriteriaExpression
    {
        get;
        init => field = TextRules.WithoutMark(value);
    }

    [DisallowNull]
    public string? Compensation { get; init; }

    /// <example>5 minutes</example>
    [DisallowNull]
    public string? Duration { get; init; }

    [DisallowNull]
    public string? ContactInfo { get; init; }

    /// <summary>Where families are sent at the end; empty: this site's own thank-you page.</summary>
    [DisallowNull]
    public string? ExitUrl
    {
        get;
        init => field = TextRules.WithoutMark(value);
    }

    [DisallowNull]
    public AgeRangeInput? Ages { get; init; }

    /// <summary>Whether families find it in lists while it is active.</summary>
    [DisallowNull]
    public bool? IsPublic { get; init; }

    /// <summary>Whether every researcher may preview it.</summary>
    [DisallowNull]
    public bool? IsPreviewShared { get; init; }

    /// <summary>
    /// jsPsych: the experiment, a JavaScript module with <c>initJsPsych</c> and the plugins as globals. At most 2,000,000
    /// characters. One that isn't finished can be saved: <c>protocolFaults</c> says what is wrong.
    /// </summary>
    /// <example>initJsPsych().run([{ type: jsPsychHtmlButtonResponse, stimulus: "Ready?", choices: ["Yes"] }]);</example>
    [DisallowNull]
    public string? Experiment
    {
        get;
        init => field = TextRules.WithoutMark(value);
    }

    /// <summary>
    /// Frameplayer: the protocol as JSON text, an object with <c>frames</c> and <c>sequence</c>. At most 5,000,000
    /// characters. Looked at while no generator is in use.
    /// </summary>
    /// <example>{"frames":{"hello":{"kind":"exp-lookit-text","blocks":[{"text":"Hello!"}]}},"sequence":["hello"]}</example>
    [DisallowNull]
    public string? Structure
    {
        get;
        init => field = TextRules.WithoutMark(value);
    }

    /// <summary>
    /// Frameplayer: JavaScript with a function <c>generateProtocol(child, pastSessions)</c>. At most 2,000,000 characters.
    /// Looked at while it is in use.
    /// </summary>
    [DisallowNull]
    public string? Generator
    {
        get;
        init => field = TextRules.WithoutMark(value);
    }

    /// <summary>Frameplayer: whether the generator makes the protocol; otherwise the structure is the protocol.</summary>
    [DisallowNull]
    public bool? UsesGenerator { get; init; }

    /// <summary>Frameplayer: URL of the experiment runner's repository; empty: the site's default. A change needs a new build.</summary>
    /// <example>https://github.com/lookit/ember-lookit-frameplayer</example>
    [DisallowNull]
    public string? RunnerRepository
    {
        get;
        init => field = TextRules.WithoutMark(value);
    }

    /// <summary>
    /// Frameplayer: the experiment runner's commit, 40 hex digits; null: the newest at the next build.
    /// A change needs a new build.
    /// </summary>
    /// <example>3f786850e387550fdab836ed7e6dc881de23001b</example>
    public Optional<string?>? RunnerCommit { get; init; }

    /// <summary>External: URL of the study.</summary>
    /// <example>https://example.qualtrics.com/jfe/form/SV_1</example>
    [DisallowNull]
    public string? ExternalUrl
    {
        get;
        init => field = TextRules.WithoutMark(value);
    }

    /// <summary>External: how families get there; null: not given.</summary>
    public Optional<ExternalInput?>? External { get; init; }

    /// <summary>For front ends that order a lab's studies by it, higher first; 1…99, by default 99.</summary>
    /// <example>99</example>
    [DisallowNull]
    public int? Priority { get; init; }

    /// <summary>
    /// Studies in all of which a child must have taken part. At most 100. A session counts once it holds a trial or has shown
    /// a frame, or is completed; of a study that runs elsewhere any counts; a preview never does.
    /// You must be able to see them, or they must be open to families.
    /// </summary>
    [DisallowNull]
    public IReadOnlyList<Guid>? MustHaveParticipated { get; init; }

    /// <summary>
    /// Studies in none of which a child may have taken part. At most 100. The study itself may be among them: then a child
    /// is eligible only once.
    /// </summary>
    [DisallowNull]
    public IReadOnlyList<Guid>? MustNotHaveParticipated { get; init; }

    /// <summary>Number of the ethics board's approval; at most 255 characters.</summary>
    /// <example>2026-0417</example>
    [DisallowNull]
    public string? IrbNumber { get; init; }

    /// <summary>
    /// Last day of that approval; null: not given.
    /// Researchers are warned 30 days before; an active study is paused when it has passed.
    /// </summary>
    /// <example>2027-06-30</example>
    public Optional<DateOnly?>? IrbUntil { get; init; }

    /// <summary>
    /// In an update: the lab that the study moves to. Needs the right to change the lab, and to create studies in the new one.
    /// Researchers who don't belong to the new lab lose their role in the study.
    /// </summary>
    [DisallowNull]
    public Guid? LabId { get; init; }

    /// <summary>
    /// In an update of an active or paused study: saves the protocol as a draft instead of sending the study back for review.
    /// Families go on with the approved version. <c>proposeDraft</c> asks the reviewers to approve the draft; a proposed
    /// draft that is changed leaves their queue until it is proposed again.
    /// </summary>
    public bool IsBesideLive { get; init; }

    /// <summary>Describes the change of the protocol; kept with its version. At most 1,000 characters.</summary>
    /// <example>Shortened the second block</example>
    [DisallowNull]
    public string? Note { get; init; }

    /// <summary>Whether the runner's repository or commit is among the members that were sent for a frameplayer study.</summary>
    internal bool NamesRunner(StudyType type) =>
        type is StudyType.Frameplayer && (RunnerRepository is not null || RunnerCommit is not null);

    /// <summary>The protocol after the change; refused when a member belongs to another type of study.</summary>
    internal Outcome<StudyProtocol> ApplyTo(StudyProtocol current, StudyType type)
    {
        if (HasMembersOfOtherTypes(type))
            return StudyErrors.NotForThisRunner;
        return current with
        {
            Structure = Structure ?? current.Structure,
            Generator = Generator ?? current.Generator,
            UseGenerator = UsesGenerator ?? current.UseGenerator,
            Experiment = Experiment ?? current.Experiment,
            ExternalUrl = ExternalUrl ?? current.ExternalUrl,
            RunnerRepository = RunnerRepository?.Trim() ?? current.RunnerRepository,
            RunnerCommit = RunnerCommit is null ? current.RunnerCommit : RunnerCommit.Value,
        };
    }

    /// <remarks>Null clears what another type doesn't have anyway, so it is accepted.</remarks>
    bool HasMembersOfOtherTypes(StudyType type)
    {
        var isJsPsych = Experiment is not null;
        var isFrameplayer =
            Structure is not null
            || Generator is not null
            || UsesGenerator is not null
            || RunnerRepository is not null
            || RunnerCommit?.Value is not null;
        var isExternal = ExternalUrl is not null || External?.Value is not null;
        return (isJsPsych && type is not StudyType.JsPsych)
            || (isFrameplayer && type is not StudyType.Frameplayer)
            || (isExternal && type is not StudyType.External);
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
            External = ArrangementAfter(current.External),
            IrbNumber = IrbNumber?.Trim() ?? current.IrbNumber,
            IrbUntil = IrbUntil is null ? current.IrbUntil : IrbUntil.Value,
        };

    /// <summary>The ages after the change.</summary>
    internal Outcome<AgeRange> ApplyTo(AgeRange current) => Ages is null ? current : Ages.ApplyTo(current);

    /// <summary>The ages of a new study.</summary>
    internal Outcome<AgeRange> ToAges() => Ages is null ? AgeRange.Any : Ages.ToAgeRange();

    ExternalArrangement ArrangementAfter(ExternalArrangement current)
    {
        if (External is null)
            return current;
        return External.Value is { } change ? change.ApplyTo(current) : ExternalArrangement.None;
    }
}
