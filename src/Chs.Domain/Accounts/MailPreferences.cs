namespace Chs.Domain.Accounts;

/// <summary>Which mails a family wants.</summary>
/// <param name="NextSession">Invitations to go on with a study.</param>
/// <param name="NewStudies">Studies that fit a child.</param>
/// <param name="StudyUpdates">News of studies that they took part in.</param>
/// <param name="ResponseQuestions">Questions of researchers about a session.</param>
public sealed record MailPreferences(bool NextSession, bool NewStudies, bool StudyUpdates, bool ResponseQuestions)
{
    public static readonly MailPreferences All = new(true, true, true, true);
    public static readonly MailPreferences None = new(false, false, false, false);
}
