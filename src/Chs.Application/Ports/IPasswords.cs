namespace Chs.Application.Ports;

/// <summary>Hashes and verifies passwords; slow on purpose.</summary>
public interface IPasswords
{
    string Hash(string password);

    /// <summary>For those who are known already: how long it takes tells of the hash.</summary>
    PasswordMatch Verify(string hash, string password);

    /// <summary>
    /// Verifies the password of somebody who isn't known yet. Each refusal costs as much as the costliest hash of the
    /// site, so that its time doesn't tell whether there is such an account, nor of which kind it is.
    /// </summary>
    /// <param name="hash">Null: there is no account that could be opened.</param>
    /// <param name="password">As typed.</param>
    /// <param name="cancellationToken">Ends when the client goes away, also while it waits for a processor.</param>
    Task<PasswordMatch> VerifyEvenlyAsync(string? hash, string password, CancellationToken cancellationToken);

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
