using System.Globalization;

namespace Chs.Domain.Accounts;

/// <summary>Refusals about accounts. Codes are part of the v3 contract.</summary>
public static class AccountErrors
{
    /// <summary>
    /// The same for a wrong password, an unknown address, one that wasn't confirmed, and an inactive account, to keep secret
    /// which accounts exist.
    /// </summary>
    public static readonly Error WrongCredentials = new(
        ErrorKind.Unauthenticated,
        "account.wrong_credentials",
        "This e-mail address and password don't belong together, or the link in the mail that confirms the address "
            + "hasn't been followed yet."
    );

    /// <param name="wait">How long to wait before another attempt.</param>
    public static Error TooManyAttempts(TimeSpan wait) =>
        Error.TooMany("account.too_many_attempts", "Too many attempts. Wait before you try again.", wait);

    const string WrongCodeName = "account.wrong_code";

    /// <summary>The code of a log-in isn't right: the same for a wrong, a used and an expired one.</summary>
    public static readonly Error WrongCode = new(
        ErrorKind.Unauthenticated,
        WrongCodeName,
        "This code isn't right, or was used before."
    );

    /// <summary>Like <see cref="WrongCode"/>, of somebody who is logged in already.</summary>
    public static readonly Error WrongCodeInSession = Error.Unconfirmed(WrongCodeName, "/code", WrongCode.Message);

    /// <summary>Whether a code was looked at, and wasn't right: the errors of both have one code.</summary>
    public static bool IsWrongCode(Error? error) => error?.Code == WrongCodeName;

    /// <summary>A program logs in with the right password to an account that has a second factor.</summary>
    public static readonly Error CodeNeeded = Error.Unconfirmed(
        "account.code_needed",
        "/code",
        "This account has a second factor: send a code of the app, or a recovery code, too."
    );

    /// <summary>The password of somebody who is logged in already isn't right.</summary>
    /// <param name="member">The request's member that holds it.</param>
    public static Error WrongPassword(string member) =>
        Error.Unconfirmed("account.wrong_password", $"/{member}", "This isn't your password.");

    /// <summary>A mailed link was followed by somebody who isn't logged in and gave no password.</summary>
    public static readonly Error PasswordNeeded = Error.Unconfirmed(
        "account.wrong_password",
        "/password",
        "Give the account's password, or log in to the account first."
    );

    public static readonly Error SecondFactorActive = Error.Conflict(
        "account.second_factor_active",
        "Your second factor is in use. Switch it off first, with a code."
    );

    public static readonly Error NoSecondFactor = Error.Conflict(
        "account.no_second_factor",
        "There is no second factor to do this with. Begin with enrolSecondFactor."
    );

    public static readonly Error NeedsSession = new(
        ErrorKind.Forbidden,
        "account.needs_session",
        "Only somebody who is logged in can do this, no key for scripts."
    );

    /// <summary>The account has no password that could be asked for, and its log-in isn't a recent one.</summary>
    public static readonly Error LogInAgain = new(
        ErrorKind.Forbidden,
        "account.log_in_again",
        "This account has no password of its own: log in again, and do this within ten minutes."
    );

    /// <summary>The site requires a second factor for this, and the log-in was without one.</summary>
    public static readonly Error SecondFactorNeeded = new(
        ErrorKind.Forbidden,
        "account.second_factor_needed",
        "This needs a log-in with a second factor: enrol one, or log in again with a code."
    );

    /// <summary>Like <see cref="SecondFactorNeeded"/>, of a key for scripts.</summary>
    public static readonly Error KeyLacksSecondFactor = SecondFactorNeeded with
    {
        Message =
            "This site demands a second factor, and this key was made without one. "
            + "Its owner can confirm it (confirmToken) in a log-in with a second factor, or make another there.",
    };

    /// <summary>Like <see cref="KeyLacksSecondFactor"/>, of a lab's key.</summary>
    public static readonly Error LabKeyLacksSecondFactor = SecondFactorNeeded with
    {
        Message =
            "This site demands a second factor, and this key of a lab was made without one. "
            + "Who manages the lab's researchers can confirm it (confirmLabToken) in a log-in with a second factor.",
    };

    /// <summary>A change of the password asks what becomes of the keys for scripts. Its faults name them.</summary>
    public static readonly Error TokensUndecided = Error.Conflict(
        "account.tokens_undecided",
        "You have keys for scripts, which work without the password. Say in areTokensRevoked whether they end, too."
    );

    /// <summary>Like <see cref="TokensUndecided"/>, of log-ins elsewhere.</summary>
    public static readonly Error ExternalLogInsUndecided = Error.Conflict(
        "account.external_log_ins_undecided",
        "Log-ins elsewhere open your account without the password. Say in areExternalLogInsRemoved whether they are removed."
    );

    /// <summary>A text of the site that was agreed to isn't the one that is published.</summary>
    public static readonly Error TextOutdated = Error.Invalid(
        "/acceptedTexts",
        "outdated",
        "One of these texts has changed, or isn't there any more: show those that getSite lists."
    );

    public static readonly Error TextsNotAccepted = Error.Invalid(
        "/acceptedTexts",
        "required",
        "Accept a version of each text that getSite lists, in one of its languages."
    );

    public static readonly Error EmailNotConfirmed = new(
        ErrorKind.Forbidden,
        "account.email_not_confirmed",
        "Confirm your e-mail address first: follow the link in the mail, or ask for another one."
    );

    /// <summary>The same for a link that is expired, used, tampered with or unknown.</summary>
    public static readonly Error BadLink = Error.Invalid(
        "/token",
        "not_valid",
        "This link isn't valid any more. Ask for another one."
    );

    public static readonly Error OutOfScope = new(
        ErrorKind.Forbidden,
        "token.out_of_scope",
        "This key isn't for that. Log in, or use a key of a wider scope."
    );

    /// <summary>There are no wider ones.</summary>
    public static readonly Error OutOfScopeOfLab = OutOfScope with
    {
        Message = "A lab's key can't do this, whatever its scope. Log in.",
    };

    /// <param name="end">When the key ends that makes another.</param>
    public static Error OutlivesItsMaker(DateTimeOffset end) =>
        Error.Invalid(
            "/validDays",
            "too_long",
            string.Create(
                CultureInfo.InvariantCulture,
                $"A key makes no key that is valid for longer than itself: until {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC."
            )
        );

    public static readonly Error ReadOnlyToken = new(ErrorKind.Forbidden, "token.read_only", "This key reads only.");

    public static readonly Error DeidentifiedToken = new(
        ErrorKind.Forbidden,
        "token.deidentified",
        "This key shows nothing by which families could be recognised."
    );

    public static readonly Error AddressNotVouchedFor = Error.Conflict(
        "account.address_not_vouched_for",
        "This log-in doesn't say which e-mail address is yours. Sign up or log in with your address, then link this "
            + "log-in with your account."
    );

    public static readonly Error LinkFirst = Error.Conflict(
        "account.link_first",
        "There is an account with your e-mail address, and nobody has shown here that they read its mail. Choose a new "
            + "password by mail, log in with it, then link this log-in with your account."
    );

    /// <summary>The provider breaks OpenID Connect: ids have 1 to 255 ASCII characters.</summary>
    public static readonly Error UnusableExternalLogIn = Error.Conflict(
        "external_log_in.unusable",
        "The other site names you by an id that can't be kept: it has to have 1 to 255 printable ASCII characters."
    );

    public static readonly Error ExternalLogInTaken = Error.Conflict(
        "external_log_in.taken",
        "This log-in opens another account already. Remove it there first."
    );

    public static readonly Error NotYourself = Error.Conflict(
        "account.yourself",
        "Somebody else has to do this with your account."
    );

    public static readonly Error LastAdministrator = Error.Conflict(
        "account.last_administrator",
        "Nobody else has every right on this site: make somebody an administrator first."
    );

    public static readonly Error DemoIsOff = Error.Conflict(
        "account.demo_is_off",
        "This account is the demo's, which this site doesn't show: nobody can use it."
    );

    public static readonly Error OfDemo = DemoIsOff with
    {
        Message = "This account is the demo's, whose password everybody knows: appoint one that somebody signed up.",
    };

    /// <summary>Said on the command line only.</summary>
    public static readonly Error AppointUnconfirmed = Error.Conflict(
        "account.email_not_confirmed",
        "Nobody has confirmed the address of this account: somebody else may have made it. Its owner follows the link in the "
            + "mail first; who never got one, or doesn't know the password, chooses a new password by mail."
    );

    public static readonly Error EmailTaken = Error.Conflict(
        "account.email_taken",
        "There is an account with this e-mail address already."
    );

    public static readonly Error BirthdayFixed = Error.Invalid(
        "/birthday",
        "fixed",
        "This child has taken part in a study, whose data hold its age: the birthday can't be changed any more."
    );

    /// <param name="today">The day at the site.</param>
    public static Error BirthdayInFuture(DateOnly today) =>
        Error.Invalid(
            "/birthday",
            "in_future",
            string.Create(
                CultureInfo.InvariantCulture,
                $"A birthday can't be in the future: today is {today:yyyy-MM-dd}."
            )
        );

    /// <param name="earliest">The first birthday that is believed.</param>
    public static Error BirthdayTooLongAgo(DateOnly earliest) =>
        Error.Invalid(
            "/birthday",
            "out_of_range",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Nobody is that old: give a birthday from {earliest:yyyy-MM-dd} on."
            )
        );

    public static readonly Error GenderNeedsDescription = Error.Invalid(
        "/genderSelfDescribe",
        "not_expected",
        "Describe the gender only when it is 'open'."
    );
}
