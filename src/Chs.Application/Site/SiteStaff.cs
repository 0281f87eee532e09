using Chs.Application.Access;
using Chs.Domain;
using Chs.Domain.Studies;

namespace Chs.Application.Site;

static class SiteStaff
{
    /// <summary>Whether the actor may edit the site's own pages: its reviewers may.</summary>
    public static bool IsEditor(Actor? actor) => actor?.Rights.Has(StudyRight.Review) ?? false;

    /// <summary>Why the actor may not edit the site's own pages; null: allowed.</summary>
    public static Error? RefusalFor(Actor? actor)
    {
        if (actor is null)
            return Error.Unauthenticated;
        return IsEditor(actor) ? null : Error.Forbidden;
    }
}
