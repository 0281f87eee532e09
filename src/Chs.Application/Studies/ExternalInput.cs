using Chs.Application.Pipeline;
using Chs.Application.Rules;
using Chs.Domain.Studies;
using FluentValidation;

namespace Chs.Application.Studies;

/// <summary>With what appointments for an external study are made.</summary>
public enum SchedulingTool
{
    Calendly = 1,
    GoogleCalendar,
    GoogleForm,
    Other,
}

/// <summary>Where an external study runs.</summary>
public enum StudyPlatform
{
    Qualtrics = 1,
    Prolific,
    MechanicalTurk,
    Other,
}

/// <summary>How families get to an external study.</summary>
public sealed record ExternalInput
{
    /// <summary>Families make an appointment; otherwise they take part when they like.</summary>
    public bool IsScheduled { get; init; }

    /// <summary>With what appointments are made; null: not said.</summary>
    /// <example>calendly</example>
    public SchedulingTool? Scheduling { get; init; }

    /// <summary>In words, where it is <c>other</c>; at most 255 characters.</summary>
    public string OtherScheduling { get; init; } = "";

    /// <summary>Where the study runs; null: not said.</summary>
    /// <example>qualtrics</example>
    public StudyPlatform? Platform { get; init; }

    /// <summary>In words, where it is <c>other</c>; at most 255 characters.</summary>
    public string OtherPlatform { get; init; } = "";

    // As the reference writes them, so that imported and own studies say the same.
    static readonly Dictionary<SchedulingTool, string> Tools = new()
    {
        [SchedulingTool.Calendly] = "Calendly",
        [SchedulingTool.GoogleCalendar] = "Google Calendar",
        [SchedulingTool.GoogleForm] = "Google Form",
        [SchedulingTool.Other] = "Other",
    };
    static readonly Dictionary<StudyPlatform, string> Platforms = new()
    {
        [StudyPlatform.Qualtrics] = "Qualtrics",
        [StudyPlatform.Prolific] = "Prolific",
        [StudyPlatform.MechanicalTurk] = "Mechanical Turk",
        [StudyPlatform.Other] = "Other",
    };

    internal ExternalArrangement ToArrangement() =>
        new(
            IsScheduled,
            Scheduling is { } tool ? Tools[tool] : "",
            Platform is { } platform ? Platforms[platform] : "",
            OtherScheduling,
            OtherPlatform
        );

    internal static ExternalInput Of(ExternalArrangement known) =>
        new()
        {
            IsScheduled = known.IsScheduled,
            Scheduling =
                known.Scheduling.Length == 0
                    ? null
                    : Tools.FirstOrDefault(tool => tool.Value == known.Scheduling, new(SchedulingTool.Other, "")).Key,
            OtherScheduling = known.OtherScheduling,
            Platform =
                known.Platform.Length == 0
                    ? null
                    : Platforms
                        .FirstOrDefault(platform => platform.Value == known.Platform, new(StudyPlatform.Other, ""))
                        .Key,
            OtherPlatform = known.OtherPlatform,
        };

    internal sealed class Validator : AbstractValidator<ExternalInput>
    {
        public Validator()
        {
            RuleFor(x => x.Scheduling).IsInEnum();
            RuleFor(x => x.Platform).IsInEnum();
            RuleFor(x => x.OtherScheduling)
                .NotNull()
                .MaximumLength(255)
                .Must(TextRules.IsClean)
                .WithErrorCode("invalid");
            RuleFor(x => x.OtherPlatform).NotNull().MaximumLength(255).Must(TextRules.IsClean).WithErrorCode("invalid");
        }
    }
}
