using Chs.Domain.Studies;

namespace Chs.Application.Studies;

/// <summary>How families get to an external study.</summary>
public sealed record ExternalView
{
    /// <summary>Families make an appointment; otherwise they take part whenever they like.</summary>
    public required bool IsScheduled { get; init; }

    /// <summary>How appointments are made; null: not given.</summary>
    /// <example>calendly</example>
    public required SchedulingTool? Scheduling { get; init; }

    /// <summary>The tool's name when scheduling is <c>other</c>.</summary>
    public required string OtherScheduling { get; init; }

    /// <summary>Where the study runs; null: not given.</summary>
    /// <example>qualtrics</example>
    public required StudyPlatform? Platform { get; init; }

    /// <summary>The platform's name when it is <c>other</c>.</summary>
    public required string OtherPlatform { get; init; }

    internal static ExternalView Of(ExternalArrangement arrangement) =>
        new()
        {
            IsScheduled = arrangement.IsScheduled,
            Scheduling = ArrangementNames.ToolOf(arrangement.Scheduling),
            OtherScheduling = arrangement.OtherScheduling,
            Platform = ArrangementNames.PlatformOf(arrangement.Platform),
            OtherPlatform = arrangement.OtherPlatform,
        };
}
