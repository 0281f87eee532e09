namespace Chs.Domain.Accounts;

/// <summary>Refusals about accounts. Codes are part of the v3 contract.</summary>
public static class AccountErrors
{
    /// <summary>One answer for a wrong password, an unknown address and an inactive account: nobody learns which accounts exist.</summary>
    public static readonly Error WrongCredentials = new(ErrorKind.Unauthenticated, "account.wrong_credentials", "This e-mail address and password don't belong together.");

    public static readonly Error TooManyAttempts = Error.TooMany("account.too_many_attempts", "Too many log-in attempts. Wait a minute.");

    /// <summary>A wrong code, one that was used, one that is over: alike.</summary>
    public static readonly Error WrongCode = new(ErrorKind.Unauthenticated, "account.wrong_code", "This code isn't right, or was used before.");

    public static readonly Error SecondFactorActive = Error.Conflict("account.second_factor_active", "Your second factor is in use. Switch it off first, with a code.");
    public static readonly Error NoSecondFactor = Error.Conflict("account.no_second_factor", "There is no second factor to do this with. Begin with enrolSecondFactor.");
    public static readonly Error NeedsSession = new(ErrorKind.Forbidden, "account.needs_session", "Only a browser that is logged in can do this, no key for scripts.");

    public static readonly Error EmailTaken = Error.Conflict("account.email_taken", "There is an account with this e-mail address already.");

    public static readonly Error BirthdayInFuture = Error.Invalid("/birthday", "in_future", "A birthday can't be in the future.");

    public static readonly Error GenderNeedsDescription = Error.Invalid("/genderSelfDescribe", "not_expected", "Describe the gender only when it is 'open'.");
}
