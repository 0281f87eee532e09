namespace Chs.Application.Ports;

/// <summary>Hashes and verifies passwords; slow on purpose.</summary>
public interface IPasswords
{
    string Hash(string password);

    PasswordMatch Verify(string hash, string password);

    /// <summary>
    /// Takes as long as <see cref="Verify"/>, so that the time of a refusal doesn't tell whether the account exists.
    /// </summary>
    void PretendToVerify(string password);

    /// <summary>Whether the password is on the list of common passwords.</summary>
    /// <param name="lowerCasePassword">The password in lower case.</param>
    bool IsCommon(string lowerCasePassword);
}

/// <summary>Whether a password matches a stored hash.</summary>
public enum PasswordMatch
{
    No,
    Yes,

    /// <summary>It matches, but the hash is of an outdated kind and should be replaced.</summary>
    YesButRehash,
}
