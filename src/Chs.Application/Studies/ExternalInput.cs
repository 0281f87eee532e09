using Chs.Application.Rules;
using Chs.Domain.Studies;
using FluentValidation;

namespace Chs.Application.Studies;

/// <summary>How families get to an external study.</summary>
public sealed record ExternalInput
{
    /// <summary>Families make an appointment; otherwise they take part whenever they like.</summary>
    public bool IsScheduled { get; init; }

    /// <summary>How appointments are made; null: not given.</summary>
    /// <example>calendly</example>
    public SchedulingTool? Scheduling { get; init; }

    /// <summary>The tool's name when scheduling is <c>other</c>; at most 255 characters.</summary>
    public string OtherScheduling { get; init; } = "";

    /// <summary>Where the study runs; null: not given.</summary>
    /// <example>qualtrics</example>
    public StudyPlatform? Platform { get; init; }

    /// <summary>The platform's name when it is <c>other</c>; at most 255 characters.</summary>
    public string OtherPlatform { get; init; } = "";

    // Stored with the reference's names, so that imported and new studies have the same form.
    static readonly Dictionary<SchedulingTool, string> ToolNames = new()
    {
        [SchedulingTool.Calendly] = "Calendly",
        [SchedulingTool.GoogleCalendar] = "Google Calendar",
        [SchedulingTool.GoogleForm] = "Google Form",
        [SchedulingTool.Other] = "Other",
    };
    static readonly Dictionary<StudyPlatform, string> PlatformNames = new()
    {
        [StudyPlatform.Qualtrics] = "Qualtrics",
        [StudyPlatform.Prolific] = "Prolific",
        [StudyPlatform.MechanicalTurk] = "Mechanical Turk",
        [StudyPlatform.Other] = "Other",
    };

    internal ExternalArrangement ToArrangement() =>
        new(
            IsScheduled,
            Scheduling is { } tool ? ToolNames[tool] : "",
            Platform is { } platform ? PlatformNames[platform] : "",
            OtherScheduling,
            OtherPlatform
        );

    internal static ExternalInput Of(ExternalArrangement arrangement) =>
        new()
        {
            IsScheduled = arrangement.IsScheduled,
            Scheduling = ToolOf(arrangement.Scheduling),
            OtherScheduling = arrangement.OtherScheduling,
            Platform = PlatformOf(arrangement.Platform),
            OtherPlatform = arrangement.OtherPlatform,
        };

    static SchedulingTool? ToolOf(string name) =>
        name.Length == 0
            ? null
            : ToolNames.FirstOrDefault(tool => tool.Value == name, new(SchedulingTool.Other, "")).Key;

    static StudyPlatform? PlatformOf(string name) =>
        name.Length == 0
            ? null
            : PlatformNames.FirstOrDefault(platform => platform.Value == name, new(StudyPlatform.Other, "")).Key;

    internal sealed class Validator : AbstractValidator<ExternalInput>
    {
        public Validator()
        {
            RuleFor(x => x.Scheduling).IsInEnum();
            RuleFor(x => x.Platform).IsInEnum();
            RuleFor(x => x.OtherScheduling).NotNull().MaximumLength(255).MustBeClean();
            RuleFor(x => x.OtherPlatform).NotNull().MaximumLength(255).MustBeClean();
        }
    }
}
