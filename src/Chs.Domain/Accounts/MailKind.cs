namespace Chs.Domain.Accounts;

/// <summary>Kinds of mail among which families choose. Mails about the account itself always come.</summary>
public enum MailKind
{
    /// <inheritdoc cref="MailPreferences.NextSession"/>
    NextSession = 0,

    /// <inheritdoc cref="MailPreferences.NewStudies"/>
    NewStudies = 1,

    /// <inheritdoc cref="MailPreferences.StudyUpdates"/>
    StudyUpdates = 2,

    /// <inheritdoc cref="MailPreferences.ResponseQuestions"/>
    ResponseQuestions = 3,
}
