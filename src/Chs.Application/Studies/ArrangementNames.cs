namespace Chs.Application.Studies;

/// <summary>
/// Names of tools and platforms as the reference stores them, so that imported and new studies have the same form.
/// </summary>
static class ArrangementNames
{
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

    /// <summary>Empty: not given.</summary>
    public static string Of(SchedulingTool? tool) => tool is { } given ? ToolNames[given] : "";

    /// <summary>Empty: not given.</summary>
    public static string Of(StudyPlatform? platform) => platform is { } given ? PlatformNames[given] : "";

    public static SchedulingTool? ToolOf(string name) =>
        name.Length == 0
            ? null
            : ToolNames.FirstOrDefault(tool => tool.Value == name, new(SchedulingTool.Other, "")).Key;

    public static StudyPlatform? PlatformOf(string name) =>
        name.Length == 0
            ? null
            : PlatformNames.FirstOrDefault(platform => platform.Value == name, new(StudyPlatform.Other, "")).Key;
}
