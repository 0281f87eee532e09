using System.Linq.Expressions;
using Chs.Domain.Studies;

namespace Chs.Domain.Responses;

/// <summary>The one rule that decides whether a child has taken part in a study by a session.</summary>
/// <remarks>
/// Whatever asks that (eligibility, criteria, lists, mails, numbers) asks it by this rule, in the database or in memory.
/// Neither a ruling on the consent nor a withdrawal changes it: the child has seen the study either way.
/// </remarks>
public static class Participation
{
    /// <summary>
    /// A session that runs here counts once it holds a trial (jsPsych) or has shown a frame (frameplayer), or is completed;
    /// one that runs elsewhere always, because what happens there isn't known. Previews never count.
    /// </summary>
    public static Expression<Func<Response, bool>> Counts { get; } =
        response =>
            !response.IsPreview
            && (
                response.Completed
                || response.StudyType == StudyType.External
                // Whatever else was stored isn't trials, and goes when the first one arrives.
                || (
                    response.StudyType == StudyType.JsPsych
                    && response.Shape == DataShape.List
                    && response.EntryCount > 0
                )
                // An empty list is always stored so, however it was sent.
                || (
                    response.StudyType == StudyType.Frameplayer
                    && response.Sequence != null
                    && response.Sequence != "[]"
                )
            );
}
