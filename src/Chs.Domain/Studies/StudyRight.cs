namespace Chs.Domain.Studies;

/// <summary>What an actor may do with a study.</summary>
/// <remarks>A check for several rights requires all of them.</remarks>
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

    /// <summary>Rule on the consent of responses, which the field calls coding.</summary>
    CodeConsent = 1 << 6,

    /// <summary>Rule on the consent of previews.</summary>
    CodePreviewConsent = 1 << 7,
    ContactFamilies = 1 << 8,
    EditFeedback = 1 << 9,
    ChangeLab = 1 << 10,
    DeletePreviews = 1 << 11,

    /// <summary>Approve or reject: site reviewers only.</summary>
    Review = 1 << 12,

    All = (1 << 13) - 1,
}
