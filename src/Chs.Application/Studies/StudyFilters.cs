using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain.Studies;

namespace Chs.Application.Studies;

/// <summary>Conditions that several lists of studies have in common.</summary>
static class StudyFilters
{
    extension(IQueryable<Study> studies)
    {
        /// <param name="prefix">The beginning of the id in any case; null or empty: all studies.</param>
        public IQueryable<Study> WithIdPrefix(string? prefix)
        {
            if (string.IsNullOrEmpty(prefix))
                return studies;
            var lowered = prefix.ToLowerInvariant();
            return studies.Where(s => s.Uuid.ToString().ToLower().StartsWith(lowered));
        }

        /// <param name="search">Words that must all be in the creator's name or address; null or empty: all studies.</param>
        /// <param name="byEmail">Whether e-mail addresses are searched too.</param>
        public IQueryable<Study> WithCreator(string? search, bool byEmail, IChsDb db)
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
}
