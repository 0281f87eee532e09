using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain.Studies;

namespace Chs.Application.Studies;

/// <summary>Conditions that several lists of studies have in common.</summary>
sealed class StudyFilters(IChsDb db)
{
    /// <param name="studies">The studies to choose from.</param>
    /// <param name="prefix">The beginning of the id in any case; null or empty: all studies.</param>
    public static IQueryable<Study> WithIdPrefix(IQueryable<Study> studies, string? prefix)
    {
        if (string.IsNullOrEmpty(prefix))
            return studies;
        var lowered = prefix.ToLowerInvariant();
        return studies.Where(s => s.Uuid.ToString().ToLower().StartsWith(lowered));
    }

    /// <param name="studies">The studies to choose from.</param>
    /// <param name="search">Words that must all be in the creator's name or address; null or empty: all studies.</param>
    /// <param name="byEmail">Whether e-mail addresses are searched too.</param>
    public IQueryable<Study> WithCreator(IQueryable<Study> studies, string? search, bool byEmail)
    {
        var matching = studies;
        foreach (var term in TextRules.SearchTerms(search))
            matching = matching.Where(s =>
                db.Users.Any(u =>
                    u.Id == s.CreatorId
                    && (
                        u.GivenName.ToLower().Contains(term)
                        || u.FamilyName.ToLower().Contains(term)
                        || (byEmail && u.Email.Contains(term))
                    )
                )
            );
        return matching;
    }
}
