using Chs.Domain.Accounts;
using Chs.Domain.Labs;

namespace Chs.Domain.Studies;

/// <summary>What an actor may do with a study. Several may be asked for at once: all must be held.</summary>
[Flags]
public enum StudyRight
{
    None = 0,
    ReadDetails = 1 << 0,
    WriteDetails = 1 << 1,
    ChangeStatus = 1 << 2,
    ManageResearchers = 1 << 3,
    ReadResponses = 1 << 4,
    ReadPreviews = 1 << 5,
    CodeConsent = 1 << 6,
    CodePreviewConsent = 1 << 7,
    ContactFamilies = 1 << 8,
    EditFeedback = 1 << 9,
    ChangeLab = 1 << 10,
    DeletePreviews = 1 << 11,

    /// <summary>Approve or reject: site reviewers only.</summary>
    Review = 1 << 12,

    All = (1 << 13) - 1,
}

/// <summary>What a researcher is in one study. The highest is the one that is shown.</summary>
public enum StudyRole
{
    Preview = 1,
    Design = 2,
    Analysis = 3,
    SubmissionProcessor = 4,
    Researcher = 5,
    Manager = 6,
    Admin = 7,
}

/// <summary>Who may what: the one table of study roles, lab roles and site reviewers.</summary>
public static class Permissions
{
    const StudyRight Look = StudyRight.ReadDetails | StudyRight.ReadPreviews;
    const StudyRight TryOut = Look | StudyRight.CodePreviewConsent;
    const StudyRight Families = StudyRight.CodeConsent | StudyRight.EditFeedback | StudyRight.ContactFamilies;

    public static StudyRight Of(StudyRole role) =>
        role switch
        {
            StudyRole.Preview => TryOut,
            StudyRole.Design => TryOut | StudyRight.WriteDetails,
            StudyRole.Analysis => TryOut | StudyRight.DeletePreviews | StudyRight.ReadResponses,
            StudyRole.SubmissionProcessor => TryOut | StudyRight.DeletePreviews | StudyRight.ChangeStatus | Families,
            StudyRole.Researcher => TryOut
                | StudyRight.DeletePreviews
                | StudyRight.ChangeStatus
                | StudyRight.ReadResponses
                | Families,
            StudyRole.Manager => TryOut
                | StudyRight.DeletePreviews
                | StudyRight.WriteDetails
                | StudyRight.ChangeStatus
                | StudyRight.ManageResearchers,
            // The reference forgot DeletePreviews here; whoever may delete a study's researchers may delete its tries.
            StudyRole.Admin => TryOut
                | StudyRight.DeletePreviews
                | StudyRight.WriteDetails
                | StudyRight.ChangeStatus
                | StudyRight.ManageResearchers
                | StudyRight.ReadResponses
                | Families
                | StudyRight.ChangeLab,
        };

    /// <summary>What a role in a lab gives on each of the lab's studies.</summary>
    public static StudyRight Of(LabRole role) =>
        role switch
        {
            LabRole.Associate or LabRole.Guest => StudyRight.None,
            LabRole.Readonly => Look,
            LabRole.Member => TryOut,
            LabRole.Admin => TryOut
                | StudyRight.DeletePreviews
                | StudyRight.WriteDetails
                | StudyRight.ChangeStatus
                | StudyRight.ManageResearchers,
        };

    /// <summary>What a role in a lab gives on the lab itself.</summary>
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

    /// <summary>What site reviewers may everywhere. Families' data isn't among it.</summary>
    public static readonly SiteRights OfReviewers = new(
        SiteRight.None,
        StudyRight.ChangeStatus | StudyRight.Review,
        LabRight.EditApproval | LabRight.EditDetails | LabRight.ListResearchers | LabRight.ManageResearchers
    );
}
