using System.Text.Json;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Domain.Eligibility;
using Chs.Domain.Studies;
using FluentValidation;

namespace Chs.Application.Studies;

/// <summary>What can be said about a study. In a change, members that are absent stay as they are.</summary>
public sealed record StudyInput
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

    /// <summary>What this save changes in the protocol, in words: kept with its version. At most 1,000 characters.</summary>
    /// <example>Shortened the second block</example>
    public string? Note { get; init; }

    /// <summary>Whether anything is said about what runs in the browser.</summary>
    internal Outcome<StudyProtocol> Over(StudyProtocol known, StudyType type)
    {
        var frames = Structure is not null || Generator is not null || UseGenerator is not null || RunnerRepository is not null || RunnerCommit is not null;
        if ((Experiment is not null && type is not StudyType.JsPsych) || (frames && type is not StudyType.Frameplayer) || (ExternalUrl is not null && type is not StudyType.External)) return StudyErrors.NotForThisRunner;
        return known with
        {
            Structure = Structure ?? known.Structure,
            Generator = Generator ?? known.Generator,
            UseGenerator = UseGenerator ?? known.UseGenerator,
            Experiment = Experiment ?? known.Experiment,
            ExternalUrl = ExternalUrl ?? known.ExternalUrl,
            RunnerRepository = RunnerRepository?.Trim() ?? known.RunnerRepository,
            RunnerCommit = RunnerCommit is null ? known.RunnerCommit : RunnerCommit.Length == 0 ? null : RunnerCommit,
        };
    }

    /// <summary>Applies what is said to what was known.</summary>
    internal StudyDetails Over(StudyDetails known) => known with
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
    };

    /// <summary>What is wrong with a protocol, and where; null: nothing.</summary>
    static string? StructureFault(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind is not JsonValueKind.Object) return "A protocol is a JSON object.";
            if (!document.RootElement.TryGetProperty("frames", out var frames) || frames.ValueKind is not JsonValueKind.Object) return "A protocol holds 'frames', an object.";
            return document.RootElement.TryGetProperty("sequence", out var sequence) && sequence.ValueKind is JsonValueKind.Array ? null : "A protocol holds 'sequence', a list.";
        }
        catch (JsonException fault)
        {
            return $"Line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}: {fault.Message.Split(" LineNumber:")[0].Split(" Path:")[0]}";
        }
    }

    internal Outcome<AgeRange> Over(AgeRange known) => Ages is null ? known : Ages.ToAgeRange();

    internal sealed class Validator : AbstractValidator<StudyInput>
    {
        public Validator()
        {
            RuleFor(x => x.Name).MaximumLength(255).Must(Text.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Name).NotEmpty().When(x => x.Name is not null);
            RuleFor(x => x.PreviewSummary).MaximumLength(300).Must(Text.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.ShortDescription).MaximumLength(20_000).Must(Text.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Purpose).MaximumLength(20_000).Must(Text.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Criteria).MaximumLength(20_000).Must(Text.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.CriteriaExpression).Custom((text, context) =>
            {
                if (text is not null && Domain.Eligibility.CriteriaExpression.Parse(text.Trim()).Error is { } error)
                    foreach (var fault in error.Faults)
                        context.AddFailure(new FluentValidation.Results.ValidationFailure(nameof(CriteriaExpression), fault.Message) { ErrorCode = fault.Code });
            });
            RuleFor(x => x.Compensation).MaximumLength(20_000).Must(Text.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Duration).MaximumLength(20_000).Must(Text.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.ContactInfo).MaximumLength(20_000).Must(Text.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.ExitUrl).MaximumLength(2000).Must(Text.IsWebAddressOrEmpty).WithErrorCode("not_a_url").WithMessage("Give an http or https URL.");
            RuleFor(x => x.Experiment).MaximumLength(2_000_000).Must(Text.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Note).MaximumLength(1000).Must(Text.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Generator).MaximumLength(2_000_000).Must(Text.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.ExternalUrl).MaximumLength(2000).Must(Text.IsWebAddressOrEmpty).WithErrorCode("not_a_url").WithMessage("Give an http or https URL.");
            RuleFor(x => x.RunnerCommit).Must(commit => commit is null or "" || RunnerSource.IsCommit(commit)).WithErrorCode("not_a_commit").WithMessage("Give the 40 lower-case hex digits of a commit.");
            RuleFor(x => x.RunnerRepository).MaximumLength(500).Custom((address, context) =>
            {
                if (!string.IsNullOrWhiteSpace(address) && RunnerSource.Parse(address.Trim()).Error is { Faults: [var fault, ..] }) context.AddFailure(new FluentValidation.Results.ValidationFailure(nameof(RunnerRepository), fault.Message) { ErrorCode = fault.Code });
            });
            RuleFor(x => x.Structure).MaximumLength(5_000_000).Must(Text.IsClean).WithErrorCode("invalid").Custom((text, context) =>
            {
                if (text is not null && StructureFault(text) is { } fault) context.AddFailure(new FluentValidation.Results.ValidationFailure(nameof(Structure), fault) { ErrorCode = "not_a_protocol" });
            });
        }
    }
}

/// <summary>An age: a year counts 365 days, a month 30.</summary>
public sealed record AgeInput
{
    /// <summary>0…18.</summary>
    /// <example>3</example>
    public int Years { get; init; }

    /// <summary>0…11.</summary>
    /// <example>0</example>
    public int Months { get; init; }

    /// <summary>0…31.</summary>
    /// <example>0</example>
    public int Days { get; init; }

    internal static AgeInput Of(Age age) => new() { Years = age.Years, Months = age.Months, Days = age.Days };
}

/// <summary>Ages that may take part, both ends included.</summary>
public sealed record AgeRangeInput
{
    public required AgeInput From { get; init; }
    public required AgeInput To { get; init; }

    internal Outcome<AgeRange> ToAgeRange()
    {
        var (from, to) = (Age.Of(From.Years, From.Months, From.Days), Age.Of(To.Years, To.Months, To.Days));
        return from.Failed ? from.Error : to.Failed ? to.Error : AgeRange.Between(from.Value, to.Value);
    }

    internal static AgeRangeInput Of(AgeRange ages) => new() { From = AgeInput.Of(ages.From), To = AgeInput.Of(ages.To) };
}
