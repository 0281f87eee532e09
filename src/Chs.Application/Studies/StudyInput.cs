using System.Text.Json;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Domain.Eligibility;
using Chs.Domain.Studies;
using FluentValidation;

namespace Chs.Application.Studies;

/// <summary>What can be said about a study. In a change, members that are absent stay as they are.</summary>
public sealed partial record StudyInput
{
    /// <summary>1…255 characters; needed for a new study.</summary>
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

    /// <summary>Who may take part, for the program, such as <c>(deaf OR speaks_es) AND NOT gender = male</c>; empty: everybody. Fields: gender, gestational_age_in_weeks, age_in_days, n_languages, speaks_ and a language code, names of conditions.</summary>
    /// <example>speaks_en AND n_languages &gt;= 2</example>
    public string? CriteriaExpression { get; init; }

    public string? Compensation { get; init; }

    /// <example>5 minutes</example>
    public string? Duration { get; init; }

    public string? ContactInfo { get; init; }

    /// <summary>Where families go at the end; empty: this site's own thank-you page.</summary>
    public string? ExitUrl { get; init; }

    public AgeRangeInput? Ages { get; init; }

    /// <summary>Shown in lists while active.</summary>
    public bool? IsPublic { get; init; }

    /// <summary>Whether every researcher may preview it.</summary>
    public bool? IsPreviewShared { get; init; }

    /// <summary>The jsPsych experiment: a JavaScript module that finds <c>initJsPsych</c> and the plugins as globals. At most 2 MB.</summary>
    /// <example>const jsPsych = initJsPsych(); jsPsych.run([{ type: jsPsychHtmlButtonResponse, stimulus: "Ready?", choices: ["Yes"] }]);</example>
    public string? Experiment { get; init; }

    /// <summary>Frameplayer: the protocol as JSON text, an object with <c>frames</c> and <c>sequence</c>. At most 5 MB.</summary>
    /// <example>{"frames":{"hello":{"kind":"exp-lookit-text","blocks":[{"text":"Hello!"}]}},"sequence":["hello"]}</example>
    public string? Structure { get; init; }

    /// <summary>Frameplayer: JavaScript with a function <c>generateProtocol(child, pastSessions)</c>. At most 2 MB.</summary>
    public string? Generator { get; init; }

    /// <summary>Frameplayer: whether the generator makes the protocol; else the structure is it.</summary>
    public bool? UseGenerator { get; init; }

    /// <summary>Frameplayer: address of the runner's source; empty: the site's usual one. Another one needs a new build.</summary>
    /// <example>https://github.com/lookit/ember-lookit-frameplayer</example>
    public string? RunnerRepository { get; init; }

    /// <summary>Frameplayer: the runner's commit, 40 hex digits; empty: the newest at the next build. Another one needs a new build.</summary>
    /// <example>3f786850e387550fdab836ed7e6dc881de23001b</example>
    public string? RunnerCommit { get; init; }

    /// <summary>External: where the study lives.</summary>
    /// <example>https://example.qualtrics.com/jfe/form/SV_1</example>
    public string? ExternalUrl { get; init; }

    /// <summary>External: how families get there.</summary>
    public ExternalInput? External { get; init; }

    /// <summary>Orders the families' list, higher first; 1…99, 99 unless said.</summary>
    /// <example>99</example>
    public int? Priority { get; init; }

    /// <summary>Studies in each of which a child must have taken part. At most 100; you must see them, or they must be open to families.</summary>
    public IReadOnlyList<Guid>? MustHaveParticipated { get; init; }

    /// <summary>Studies in none of which a child may have taken part. At most 100.</summary>
    public IReadOnlyList<Guid>? MustNotHaveParticipated { get; init; }

    /// <summary>Number of the ethics board's approval; at most 255 characters.</summary>
    /// <example>2026-0417</example>
    public string? IrbNumber { get; init; }

    /// <summary>Last day of that approval, <c>yyyy-mm-dd</c>; empty: not said. Researchers are warned 30 days before; after it an active study is paused.</summary>
    /// <example>2027-06-30</example>
    public string? IrbUntil { get; init; }

    /// <summary>In a change: the lab that the study moves to. Needs the right to change the lab, and to make studies there; whoever isn't in that lab loses the role in the study.</summary>
    public Guid? LabId { get; init; }

    /// <summary>In a change of an active or paused study: the protocol is saved as a draft beside what families run, and the study isn't sent back. <c>proposeDraft</c> asks reviewers for it.</summary>
    public bool BesideLive { get; init; }

    /// <summary>What this save changes in the protocol, in words: kept with its version. At most 1,000 characters.</summary>
    /// <example>Shortened the second block</example>
    public string? Note { get; init; }

    /// <summary>Applies what is said of what runs in the browser to what was known; refused where it is said of another runner.</summary>
    internal Outcome<StudyProtocol> ApplyTo(StudyProtocol known, StudyType type)
    {
        var frames =
            Structure is not null
            || Generator is not null
            || UseGenerator is not null
            || RunnerRepository is not null
            || RunnerCommit is not null;
        if (
            (Experiment is not null && type is not StudyType.JsPsych)
            || (frames && type is not StudyType.Frameplayer)
            || ((ExternalUrl is not null || External is not null) && type is not StudyType.External)
        )
            return StudyErrors.NotForThisRunner;
        return known with
        {
            Structure = Structure ?? known.Structure,
            Generator = Generator ?? known.Generator,
            UseGenerator = UseGenerator ?? known.UseGenerator,
            Experiment = Experiment ?? known.Experiment,
            ExternalUrl = ExternalUrl ?? known.ExternalUrl,
            RunnerRepository = RunnerRepository?.Trim() ?? known.RunnerRepository,
            RunnerCommit =
                RunnerCommit is null ? known.RunnerCommit
                : RunnerCommit.Length == 0 ? null
                : RunnerCommit,
        };
    }

    /// <summary>Applies what is said to what was known.</summary>
    internal StudyDetails ApplyTo(StudyDetails known) =>
        known with
        {
            Name = Name?.Trim() ?? known.Name,
            PreviewSummary = PreviewSummary ?? known.PreviewSummary,
            ShortDescription = ShortDescription ?? known.ShortDescription,
            Purpose = Purpose ?? known.Purpose,
            Criteria = Criteria ?? known.Criteria,
            CriteriaExpression = CriteriaExpression?.Trim() ?? known.CriteriaExpression,
            Compensation = Compensation ?? known.Compensation,
            Duration = Duration ?? known.Duration,
            ContactInfo = ContactInfo ?? known.ContactInfo,
            ExitUrl = ExitUrl ?? known.ExitUrl,
            External = External?.ToArrangement() ?? known.External,
            IrbNumber = IrbNumber?.Trim() ?? known.IrbNumber,
            IrbUntil = IrbUntil is null ? known.IrbUntil : Day(IrbUntil),
        };

    static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(
            text,
            "yyyy-MM-dd",
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.None,
            out var day
        )
            ? day
            : null;

    internal Outcome<AgeRange> ApplyTo(AgeRange known) => Ages is null ? known : Ages.ToAgeRange();
}
