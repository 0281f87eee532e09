using Chs.Domain.Studies;

namespace Chs.Api;

/// <summary>
/// The paths at which families play, and researchers preview: at the site they begin a play, at the play origin they
/// show it.
/// </summary>
public static class PlayPaths
{
    /// <param name="child">A child's id; in previews also what stands for none.</param>
    public static string Of(StudyType type, Guid study, string child, bool isPreview) =>
        type is StudyType.JsPsych
            ? Of($"studies/j/{study}/{child}/", isPreview)
            : Of($"studies/{study}/{child}/", isPreview);

    static string Of(string path, bool isPreview) => isPreview ? $"/exp/{path}preview/" : $"/{path}";
}
