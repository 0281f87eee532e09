namespace Chs.Domain.Accounts;

/// <summary>The kinds of mail that a family wants to receive.</summary>
/// <param name="NextSession">Invitations to the next session of a study.</param>
/// <param name="NewStudies">New studies that a child is eligible for.</param>
/// <param name="StudyUpdates">Updates on studies that the family took part in.</param>
/// <param name="ResponseQuestions">Questions from researchers about a session.</param>
public sealed record MailPreferences(bool NextSession, bool NewStudies, bool StudyUpdates, bool ResponseQuestions)
{
    public static readonly MailPreferences All = new(true, true, true, true);
    public static readonly MailPreferences None = new(false, false, false, false);
}
