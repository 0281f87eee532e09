using Chs.Domain.Accounts;
using Chs.Domain.Labs;

namespace Chs.Domain.Studies;

/// <summary>The rights of study roles, lab roles and site reviewers, and the rights that steps need, in one table.</summary>
public static class Permissions
{
    const StudyRight View = StudyRight.ReadDetails | StudyRight.ReadPreviews;
    const StudyRight Preview = View | StudyRight.CodePreviewConsent;
    const StudyRight Families = StudyRight.CodeConsent | StudyRight.EditFeedback | StudyRight.ContactFamilies;

    /// <summary>The rights that a role in a study gives on it.</summary>
    public static StudyRight Of(StudyRole role) =>
        role switch
        {
            StudyRole.Preview => Preview,
            StudyRole.Design => Preview | StudyRight.WriteDetails,
            StudyRole.Analysis => Preview | StudyRight.DeletePreviews | StudyRight.ReadResponses,
            StudyRole.SubmissionProcessor => Preview | StudyRight.DeletePreviews | StudyRight.ChangeStatus | Families,
            StudyRole.Researcher => Preview
                | StudyRight.DeletePreviews
                | StudyRight.ChangeStatus
                | StudyRight.ReadResponses
                | Families,
            StudyRole.Manager => Preview
                | StudyRight.DeletePreviews
                | StudyRight.WriteDetails
                | StudyRight.ChangeStatus
                | StudyRight.ManageResearchers,
            // The reference lacks DeletePreviews here, although lower roles have it.
            StudyRole.Admin => Preview
                | StudyRight.DeletePreviews
                | StudyRight.WriteDetails
                | StudyRight.ChangeStatus
                | StudyRight.ManageResearchers
                | StudyRight.ReadResponses
                | Families
                | StudyRight.ChangeLab,
        };

    /// <summary>The rights that a role in a lab gives on each of the lab's studies.</summary>
    public static StudyRight Of(LabRole role) =>
        role switch
        {
            LabRole.Associate or LabRole.Guest => StudyRight.None,
            LabRole.Readonly => View,
            LabRole.Member => Preview,
            LabRole.Admin => Preview
                | StudyRight.DeletePreviews
                | StudyRight.WriteDetails
                | StudyRight.ChangeStatus
                | StudyRight.ManageResearchers,
        };

    /// <summary>The right that a step of the workflow needs.</summary>
    public static StudyRight NeededFor(StudyTrigger step) =>
        step is StudyTrigger.Approve or StudyTrigger.Reject ? StudyRight.Review : StudyRight.ChangeStatus;

    /// <summary>The rights that a role in a lab gives on the lab itself.</summary>
    public static LabRight OnLab(LabRole role) =>
        role switch
        {
            LabRole.Associate or LabRole.Readonly => LabRight.None,
            LabRole.Guest => LabRight.CreateStudies,
            LabRole.Member => LabRight.CreateStudies | LabRight.ListResearchers,
            LabRole.Admin => LabRight.CreateStudies
                | LabRight.EditDetails
                | LabRight.ManageResearchers
                | LabRight.ListResearchers,
        };

    /// <summary>Leaves out roles in a study whose rights another one of them gives too.</summary>
    public static IReadOnlyList<StudyRole> WithoutWeaker(IReadOnlyList<StudyRole> roles) =>
        [.. roles.Where(role => !roles.Any(other => Authority.Of(role).IsLessThan(Authority.Of(other))))];

    /// <summary>Leaves out roles in a lab whose rights another one of them gives too.</summary>
    public static IReadOnlyList<LabRole> WithoutWeaker(IReadOnlyList<LabRole> roles) =>
        [.. roles.Where(role => !roles.Any(other => Authority.Of(role).IsLessThan(Authority.Of(other))))];

    /// <summary>The rights that site reviewers have everywhere. They don't include families' data.</summary>
    public static readonly SiteRights OfReviewers = new(
        SiteRight.None,
        StudyRight.ChangeStatus | StudyRight.Review,
        LabRight.EditApproval | LabRight.EditDetails | LabRight.ListResearchers | LabRight.ManageResearchers
    );
}
