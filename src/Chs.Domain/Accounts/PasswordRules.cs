namespace Chs.Domain.Accounts;

/// <summary>What a new password must be like: at least 10 characters (researchers: 16), not only digits, not close to what others know of the person, not a common one.</summary>
public static class PasswordRules
{
    public const int MinimumLength = 10;

    /// <summary>Of people who see other families' data.</summary>
    public const int ResearchersMinimumLength = 16;

    /// <summary>A limit so that hashing stays cheap for us, generous for pass phrases.</summary>
    public const int MaximumLength = 1000;

    /// <summary>All faults of a password at once, none when it is good.</summary>
    /// <param name="password">As typed.</param>
    /// <param name="isCommon">Whether a password, in lower case, is on the list of common ones.</param>
    /// <param name="knownAboutThePerson">E-mail address, names: what must not be (nearly) the password.</param>
    /// <param name="researcher">Whether the account sees other families' data.</param>
    public static IEnumerable<Fault> Check(
        string password,
        Func<string, bool> isCommon,
        bool researcher,
        params IEnumerable<string> knownAboutThePerson
    )
    {
        var minimum = researcher ? ResearchersMinimumLength : MinimumLength;
        if (password.Length < minimum)
            yield return Fault(
                "too_short",
                $"A password of {(researcher ? "a researcher" : "a family")} has at least {minimum} characters."
            );
        if (password.Length > MaximumLength)
            yield return Fault("too_long", $"A password has at most {MaximumLength} characters.");
        if (password.Length > 0 && password.All(char.IsAsciiDigit))
            yield return Fault("only_digits", "A password can't consist of digits only.");
        if (isCommon(password.ToLowerInvariant()))
            yield return Fault("common", "This password is among the most common ones.");
        if (
            password.Length <= MaximumLength
            && Parts(knownAboutThePerson).Any(known => Similarity(password.ToLowerInvariant(), known) >= 0.7)
        )
            yield return Fault("similar", "This password is too similar to your name or e-mail address.");
    }

    static Fault Fault(string code, string message) => new("/password", code, message);

    static IEnumerable<string> Parts(IEnumerable<string> known) =>
        from value in known
        from part in value
            .ToLowerInvariant()
            .Split(['@', '.', '-', '_', '+', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Append(value.ToLowerInvariant())
        where part.Length >= 3
        select part;

    /// <summary>Twice the length of the longest common subsequence over both lengths: 1 for equal texts, 0 for texts without a common letter.</summary>
    static double Similarity(string a, string b)
    {
        // Lengths so different that they can't reach the threshold need no table.
        if (2.0 * Math.Min(a.Length, b.Length) / (a.Length + b.Length) < 0.7)
            return 0;
        var row = new int[b.Length + 1];
        foreach (var letter in a)
        {
            var diagonal = 0;
            for (var i = 1; i <= b.Length; i++)
            {
                var above = row[i];
                row[i] = letter == b[i - 1] ? diagonal + 1 : Math.Max(above, row[i - 1]);
                diagonal = above;
            }
        }

        return 2.0 * row[b.Length] / (a.Length + b.Length);
    }
}
