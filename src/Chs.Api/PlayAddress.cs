using Chs.Application.Responses;
using Chs.Domain.Studies;

namespace Chs.Api;

/// <summary>The addresses at which families play, and researchers preview.</summary>
static class PlayAddress
{
    /// <summary>Where a browser goes to begin the session: a path of this site, or the address of an external study.</summary>
    public static string Of(StartedSession session, Guid study, Guid child, bool isPreview) =>
        session.ExternalUrl?.AbsoluteUri ?? Of(session.Type, study, child, isPreview);

    /// <summary>The page that runs jsPsych studies, and leads on with others.</summary>
    /// <param name="child">A child's id; in previews also what stands for none.</param>
    public static string OfHostPage(Guid study, string child, bool isPreview) =>
        Of($"studies/j/{study}/{child}/", isPreview);

    static string Of(StudyType type, Guid study, Guid child, bool isPreview) =>
        type is StudyType.JsPsych
            ? OfHostPage(study, $"{child}", isPreview)
            : Of($"studies/{study}/{child}/", isPreview);

    static string Of(string path, bool isPreview) => isPreview ? $"/exp/{path}preview/" : $"/{path}";
}
