using Chs.Application.Access;

namespace Chs.Application.Responses;

/// <summary>Feedback from a researcher to a family on one session.</summary>
/// <param name="ResearcherId">Null when the researcher's account has been deleted.</param>
/// <param name="Family">Key of the account that took part.</param>
public sealed record FeedbackView(Guid Id, string Comment, Guid ResponseId, Guid? ResearcherId, long Family)
{
    /// <summary>Whether it is for another family than the actor's.</summary>
    internal bool IsOthers(Actor actor) => Family != actor.Key;
}
