namespace Chs.Domain.Studies;

/// <summary>The role of a researcher in one study.</summary>
/// <remarks><see cref="Permissions"/> has the rights of each. Of several roles the highest is displayed.</remarks>
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
