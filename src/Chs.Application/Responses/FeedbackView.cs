namespace Chs.Application.Responses;

/// <summary>Feedback from a researcher to a family on one session.</summary>
/// <param name="ResearcherId">Null when the researcher's account has been deleted.</param>
public sealed record FeedbackView(Guid Id, string Comment, Guid ResponseId, Guid? ResearcherId);
