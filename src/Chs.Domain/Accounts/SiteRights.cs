using Chs.Domain.Labs;
using Chs.Domain.Studies;

namespace Chs.Domain.Accounts;

/// <summary>What a person may do on the whole site, beside rights on studies and labs. The reference gives them by name, to persons or groups.</summary>
[Flags]
public enum SiteRight
{
    None = 0,

    /// <summary>Users, children and demographics of everybody (v1 and v2).</summary>
    ReadAllUserData = 1 << 0,

    /// <summary>E-mail addresses of the users that one may see (v1 and v2).</summary>
    ReadUsernames = 1 << 1,

    CreateUsers = 1 << 2,
    ViewUsers = 1 << 3,
    EditUsers = 1 << 4,
    RemoveUsers = 1 << 5,
    ViewUserPermissions = 1 << 6,
    EditUserPermissions = 1 << 7,
    ViewAnalytics = 1 << 8,
    ViewAllChildrenInAnalytics = 1 << 9,
    ViewAllResponsesInAnalytics = 1 << 10,
    ViewFeedback = 1 << 11,
    All = (1 << 12) - 1,
}

/// <summary>All that a person may do everywhere, without any role.</summary>
/// <param name="Site">Beside studies and labs.</param>
/// <param name="OnStudies">On every study.</param>
/// <param name="OnLabs">On every lab.</param>
public sealed record SiteRights(SiteRight Site, StudyRight OnStudies, LabRight OnLabs)
{
    public static readonly SiteRights None = new(SiteRight.None, StudyRight.None, LabRight.None);

    /// <summary>What superusers have.</summary>
    public static readonly SiteRights Everything = new(SiteRight.All, StudyRight.All, LabRight.All);

    public bool Has(SiteRight right) => (Site & right) == right;

    public bool Has(StudyRight right) => (OnStudies & right) == right;

    public bool Has(LabRight right) => (OnLabs & right) == right;

    /// <summary>Whether nothing of the other is lacking.</summary>
    public bool Covers(SiteRights other) => Has(other.Site) && Has(other.OnStudies) && Has(other.OnLabs);

    public SiteRights And(SiteRights other) =>
        new(Site | other.Site, OnStudies | other.OnStudies, OnLabs | other.OnLabs);
}
