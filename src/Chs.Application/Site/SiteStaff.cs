using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;

namespace Chs.Application.Site;

/// <summary>The people who edit the site's own pages: its reviewers.</summary>
sealed class SiteStaff(ICurrentActor current)
{
    /// <summary>Whether the actor is one of them; nobody is when nobody is logged in.</summary>
    public bool IsEditor => current.Actor?.Rights.Has(StudyRight.Review) ?? false;

    /// <returns>Why the actor may not edit the site's own pages; null: allowed.</returns>
    public Error? Check() => IsEditor ? null : Error.Forbidden;
}
