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

    /// <summary>The kinds that are wanted.</summary>
    public IReadOnlyList<MailKind> Wanted => [.. Enum.GetValues<MailKind>().Where(Want)];

    public static MailPreferences Of(IReadOnlyCollection<MailKind> wanted) =>
        new(
            wanted.Contains(MailKind.NextSession),
            wanted.Contains(MailKind.NewStudies),
            wanted.Contains(MailKind.StudyUpdates),
            wanted.Contains(MailKind.ResponseQuestions)
        );

    /// <summary>Whether mails of a kind are wanted.</summary>
    public bool Want(MailKind kind) =>
        kind switch
        {
            MailKind.NextSession => NextSession,
            MailKind.NewStudies => NewStudies,
            MailKind.StudyUpdates => StudyUpdates,
            _ => ResponseQuestions,
        };
}
