using Chs.Domain.Responses;
using Chs.Domain.Studies;

namespace Chs.Application.Responses;

/// <summary>How many responses of a study are in the same state. Whatever counts responses counts them here.</summary>
sealed record ResponseTally
{
    public required long StudyKey { get; init; }

    /// <summary>Of the study when the responses were made. Lists leave out responses of another type than the study's.</summary>
    public required StudyType Type { get; init; }

    public required bool IsPreview { get; init; }
    public required bool HasConsentFrame { get; init; }
    public required bool IsCompleted { get; init; }
    public required Ruling Ruling { get; init; }
    public required bool IsOpen { get; init; }
    public required int Count { get; init; }

    /// <summary>Tallies of responses. The database counts them by an index; no response is loaded.</summary>
    public static IQueryable<ResponseTally> Of(IQueryable<Response> responses) =>
        from response in responses
        group response by new
        {
            response.StudyId,
            response.StudyType,
            response.IsPreview,
            response.CompletedConsentFrame,
            response.Completed,
            response.Ruling,
            response.IsOpen,
        } into same
        select new ResponseTally
        {
            StudyKey = same.Key.StudyId,
            Type = same.Key.StudyType,
            IsPreview = same.Key.IsPreview,
            HasConsentFrame = same.Key.CompletedConsentFrame,
            IsCompleted = same.Key.Completed,
            Ruling = same.Key.Ruling,
            IsOpen = same.Key.IsOpen,
            Count = same.Count(),
        };

    /// <summary>The family reached the end of the consent, or none is recorded, because the study runs elsewhere.</summary>
    public bool HasPassedConsent => Type is StudyType.External || HasConsentFrame;

    /// <summary>The consent is ruled on like this. Studies that run elsewhere have no consents.</summary>
    public bool HasConsent(Ruling ruling) => Type is not StudyType.External && HasConsentFrame && Ruling == ruling;

    /// <summary>The data can be read, by those who may.</summary>
    public bool IsReadable => Type is StudyType.External || HasConsent(Ruling.Accepted);
}

/// <summary>Sums of tallies.</summary>
static class ResponseTallies
{
    public static int CountOf(this IEnumerable<ResponseTally> tallies, Func<ResponseTally, bool> those) =>
        tallies.Where(those).Sum(tally => tally.Count);
}
