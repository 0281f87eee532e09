namespace Chs.Domain.Accounts;

/// <summary>How far a person has come in logging in.</summary>
public enum LogInStep
{
    /// <summary>The password was right, and the code of the second factor is missing.</summary>
    AwaitsCode = 1,

    /// <summary>Logged in with a password, or by an institution that asked for no more.</summary>
    OneFactor,

    /// <summary>Logged in with a second factor.</summary>
    TwoFactors,
}
