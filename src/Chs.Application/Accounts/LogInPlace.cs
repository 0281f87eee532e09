namespace Chs.Application.Accounts;

/// <summary>From where somebody logs in who isn't known to the account.</summary>
enum LogInPlace
{
    Browser = 0,
    Program = 1,

    /// <summary>A program that has the password and no code of the second factor.</summary>
    ProgramWithoutCode = 2,

    /// <summary>Another site's log-in.</summary>
    Elsewhere = 3,
}
