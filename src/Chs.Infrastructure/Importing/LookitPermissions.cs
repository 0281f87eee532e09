using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;

namespace Chs.Infrastructure.Importing;

/// <summary>Our rights for Lookit's site-wide permissions.</summary>
/// <remarks>Permissions that aren't listed control only Lookit's own administration pages.</remarks>
static class LookitPermissions
{
    static readonly Dictionary<string, SiteRight> Site = new(StringComparer.Ordinal)
    {
        ["accounts.can_read_all_user_data"] = SiteRight.ReadAllUserData,
        ["accounts.can_read_usernames"] = SiteRight.ReadUsernames,
        ["accounts.can_create_users"] = SiteRight.CreateUsers,
        ["accounts.can_view_users"] = SiteRight.ViewUsers,
        ["accounts.can_edit_users"] = SiteRight.EditUsers,
        ["accounts.can_remove_users"] = SiteRight.RemoveUsers,
        ["accounts.can_view_user_permissions"] = SiteRight.ViewUserPermissions,
        ["accounts.can_edit_user_permissions"] = SiteRight.EditUserPermissions,
        ["accounts.can_view_analytics"] = SiteRight.ViewAnalytics,
        ["accounts.can_view_all_children_in_analytics"] = SiteRight.ViewAllChildrenInAnalytics,
        ["studies.view_all_response_data_in_analytics"] = SiteRight.ViewAllResponsesInAnalytics,
        ["studies.can_view_feedback"] = SiteRight.ViewFeedback,
    };

    /// <summary>
    /// By their names for one study. For all studies of a lab <c>_study__</c> becomes <c>_lab__study__</c>.
    /// </summary>
    static readonly Dictionary<string, StudyRight> Study = new(StringComparer.Ordinal)
    {
        ["read_study__<DETAILS>"] = StudyRight.ReadDetails,
        ["edit_study__<DETAILS>"] = StudyRight.WriteDetails,
        ["edit_study__status"] = StudyRight.ChangeStatus,
        ["edit_study__<GROUP>__user_set"] = StudyRight.ManageResearchers,
        ["read_study__responses"] = StudyRight.ReadResponses,
        ["read_study__responses(is_preview=True)"] = StudyRight.ReadPreviews,
        ["edit_study__responses__consent_rulings"] = StudyRight.CodeConsent,
        ["edit_study__responses__consent_rulings(is_preview=True)"] = StudyRight.CodePreviewConsent,
        ["edit_study__message_set"] = StudyRight.ContactFamilies,
        ["edit_study__feedback"] = StudyRight.EditFeedback,
        ["edit_study__lab"] = StudyRight.ChangeLab,
        ["delete_study__responses(is_preview=True)"] = StudyRight.DeletePreviews,
        ["edit_study__<APPROVAL>"] = StudyRight.Review,
    };

    static readonly Dictionary<string, LabRight> Lab = new(StringComparer.Ordinal)
    {
        ["associate_lab__study"] = LabRight.CreateStudies,
        ["read_lab__<GROUPS>"] = LabRight.ListResearchers,
        ["edit_lab__<GROUPS>"] = LabRight.ManageResearchers,
        ["edit_lab__<DETAILS>"] = LabRight.EditDetails,
        ["edit_lab__approved_to_test"] = LabRight.EditApproval,
    };

    /// <param name="permission">
    /// Application and code name in Lookit, such as <c>accounts.can_read_usernames</c>.
    /// </param>
    public static SiteRights RightsOf(string permission)
    {
        var name = permission[(permission.IndexOf('.') + 1)..];
        return new SiteRights(
            Site.GetValueOrDefault(permission),
            Study.GetValueOrDefault(name.Replace("_lab__study__", "_study__")),
            Lab.GetValueOrDefault(name)
        );
    }
}
