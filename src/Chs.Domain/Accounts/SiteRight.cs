namespace Chs.Domain.Accounts;

/// <summary>What a person may do on the whole site, beside the rights on studies and labs.</summary>
/// <remarks>In the reference they are permissions granted to persons or groups.</remarks>
[Flags]
public enum SiteRight
{
    None = 0,

    /// <summary>Read the users, children and demographics of everybody (v1 and v2).</summary>
    ReadAllUserData = 1 << 0,

    /// <summary>Read the e-mail addresses of the users that the person may see (v1 and v2).</summary>
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
