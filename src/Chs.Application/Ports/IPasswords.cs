namespace Chs.Application.Ports;

/// <summary>Hashes and verifies passwords; slow on purpose.</summary>
public interface IPasswords
{
    string Hash(string password);

    PasswordMatch Verify(string hash, string password);

    /// <summary>Takes as long as <see cref="Verify"/>, so that unknown accounts answer no faster than wrong passwords.</summary>
    void PretendToVerify(string password);

    /// <param name="lowerCasePassword">In lower case.</param>
    bool IsCommon(string lowerCasePassword);
}

/// <summary>How a password fits a stored hash.</summary>
public enum PasswordMatch
{
    No,
    Yes,

    /// <summary>It fits, but the hash is of an older kind: store a new one.</summary>
    YesButRehash,
}
