using Chs.Domain.Labs;
using Chs.Domain.Studies;

namespace Chs.Domain.Accounts;

/// <summary>The rights that a person has everywhere, independent of roles in labs and studies.</summary>
/// <param name="Site">On the site itself.</param>
/// <param name="OnStudies">On every study.</param>
/// <param name="OnLabs">On every lab.</param>
public sealed record SiteRights(SiteRight Site, StudyRight OnStudies, LabRight OnLabs)
{
    public static readonly SiteRights None = new(SiteRight.None, StudyRight.None, LabRight.None);

    /// <summary>The rights of superusers.</summary>
    public static readonly SiteRights All = new(SiteRight.All, StudyRight.All, LabRight.All);

    /// <summary>The rights of an account.</summary>
    /// <param name="isSuperuser">Whether the account has every right, whatever it was given.</param>
    /// <param name="given">What it was given.</param>
    public static SiteRights Of(bool isSuperuser, SiteRights given) => isSuperuser ? All : given;

    public bool Has(SiteRight right) => (Site & right) == right;

    public bool Has(StudyRight right) => (OnStudies & right) == right;

    public bool Has(LabRight right) => (OnLabs & right) == right;

    /// <summary>Whether these rights include all of the others.</summary>
    public bool Covers(SiteRights other) => Has(other.Site) && Has(other.OnStudies) && Has(other.OnLabs);

    /// <summary>The rights in these that the others lack.</summary>
    public SiteRights Beyond(SiteRights other) =>
        new(Site & ~other.Site, OnStudies & ~other.OnStudies, OnLabs & ~other.OnLabs);

    /// <summary>The rights that are also in the others.</summary>
    public SiteRights In(SiteRights other) =>
        new(Site & other.Site, OnStudies & other.OnStudies, OnLabs & other.OnLabs);

    /// <summary>The rights of both together.</summary>
    public SiteRights Union(SiteRights other) =>
        new(Site | other.Site, OnStudies | other.OnStudies, OnLabs | other.OnLabs);
}
