using Chs.Application.Access;

namespace Chs.Application.Responses;

/// <summary>Feedback from a researcher to a family on one session.</summary>
/// <param name="ResearcherId">Null when the researcher's account has been deleted.</param>
/// <param name="FamilyKey">Key of the account that took part.</param>
public sealed record FeedbackView(Guid Id, string Comment, Guid ResponseId, Guid? ResearcherId, long FamilyKey)
{
    /// <summary>Whether it is for another family than the actor's.</summary>
    internal bool IsOthers(Actor actor) => FamilyKey != actor.Key;
}
