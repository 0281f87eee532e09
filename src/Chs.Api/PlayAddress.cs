using Chs.Application.Responses;
using Chs.Domain.Studies;

namespace Chs.Api;

/// <summary>The addresses at which families play, and researchers preview.</summary>
static class PlayAddress
{
    /// <summary>Where a browser goes to begin the session: a path of this site, or the address of an external study.</summary>
    public static string Of(StartedSession session, Guid study, Guid child, bool isPreview) =>
        session.ExternalUrl?.AbsoluteUri ?? Of(session.Type, study, child, isPreview);

    static string Of(StudyType type, Guid study, Guid child, bool isPreview)
    {
        var path = type is StudyType.JsPsych ? $"studies/j/{study}/{child}/" : $"studies/{study}/{child}/";
        return isPreview ? $"/exp/{path}preview/" : $"/{path}";
    }
}
