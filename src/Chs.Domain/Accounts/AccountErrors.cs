namespace Chs.Domain.Accounts;

/// <summary>Refusals about accounts. Codes are part of the v3 contract.</summary>
public static class AccountErrors
{
    /// <summary>One answer for a wrong password, an unknown address and an inactive account: nobody learns which accounts exist.</summary>
    public static readonly Error WrongCredentials = new(ErrorKind.Unauthenticated, "account.wrong_credentials", "This e-mail address and password don't belong together.");

    public static readonly Error TooManyAttempts = Error.TooMany("account.too_many_attempts", "Too many log-in attempts. Wait a minute.");

    public static readonly Error EmailTaken = Error.Conflict("account.email_taken", "There is an account with this e-mail address already.");

    public static readonly Error BirthdayInFuture = Error.Invalid("/birthday", "in_future", "A birthday can't be in the future.");

    public static readonly Error GenderNeedsDescription = Error.Invalid("/genderSelfDescribe", "not_expected", "Describe the gender only when it is 'open'.");
}
