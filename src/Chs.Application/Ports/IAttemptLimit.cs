namespace Chs.Application.Ports;

/// <summary>Limits how often codes and passwords can be tried, so that they can't be guessed, and how many mails are sent.</summary>
public interface IAttemptLimit
{
    /// <summary>
    /// Counts an attempt at an account's code or password. Whoever tries has shown the password or a session already, so
    /// this can't be used to lock strangers out.
    /// </summary>
    /// <param name="account">The account's uuid.</param>
    /// <returns>How long to wait; null when it may be tried.</returns>
    TimeSpan? CountAttempt(Guid account);

    /// <summary>Counts a mail that an account asks for.</summary>
    /// <param name="account">The account's uuid.</param>
    /// <returns>How long to wait; null when it may be sent.</returns>
    TimeSpan? CountMail(Guid account);
}
