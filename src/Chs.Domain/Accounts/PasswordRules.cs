namespace Chs.Domain.Accounts;

/// <summary>The rules for new passwords.</summary>
/// <remarks>
/// A password must be long enough and not consist of digits, be common, be hardly more than a common one, or resemble the
/// person's name or e-mail address.
/// </remarks>
public static class PasswordRules
{
    public const int MinimumLength = 10;

    /// <summary>For accounts that can see other families' data.</summary>
    public const int ResearchersMinimumLength = 16;

    /// <summary>Keeps hashing cheap, and is long enough for any pass phrase.</summary>
    public const int MaximumLength = 1000;

    /// <summary>How many different characters a password has at least.</summary>
    const int DifferentCharacters = 5;

    /// <summary>A password at least this similar to something known about the person is refused.</summary>
    const double SimilarityLimit = 0.7;

    /// <summary>Returns all faults of a password; none when it is acceptable.</summary>
    /// <param name="password">As entered.</param>
    /// <param name="isCommon">Whether a password in lower case is on the list of common passwords.</param>
    /// <param name="knownAboutThePerson">E-mail address and names, which the password must not resemble.</param>
    /// <param name="researcher">Whether the account can see other families' data.</param>
    public static IEnumerable<Fault> Check(
        string password,
        Func<string, bool> isCommon,
        bool researcher,
        params IEnumerable<string> knownAboutThePerson
    )
    {
        var minimum = researcher ? ResearchersMinimumLength : MinimumLength;
        var owner = researcher ? "a researcher" : "a family";
        if (password.Length < minimum)
            yield return Fault("too_short", $"A password of {owner} has at least {minimum} characters.");
        if (password.Length > MaximumLength)
            yield return Fault("too_long", $"A password has at most {MaximumLength} characters.");
        if (password.Length > 0 && password.All(char.IsAsciiDigit))
            yield return Fault("only_digits", "A password can't consist of digits only.");
        if (IsEasy(password.ToLowerInvariant(), minimum, isCommon))
            yield return Fault(
                "common",
                "This password is among the most common ones, or hardly more than one of them."
            );
        // Comparing an overlong password would be expensive.
        if (password.Length <= MaximumLength && IsSimilarToAny(password, knownAboutThePerson))
            yield return Fault("similar", "This password is too similar to your name or e-mail address.");
    }

    /// <summary>
    /// Whether a password is a common one, also with digits and signs around it or said several times, or consists of a
    /// few characters again and again: what guessing programs make of their lists.
    /// </summary>
    static bool IsEasy(string password, int minimum, Func<string, bool> isCommon)
    {
        if (isCommon(password))
            return true;
        // Shorter ones are refused anyway, and comparing an overlong one would be expensive.
        if (password.Length < minimum || password.Length > MaximumLength)
            return false;
        var word = password.Trim([.. password.Where(c => !char.IsLetter(c)).Distinct()]);
        return password.Distinct().Count() < DifferentCharacters || isCommon(word) || isCommon(WithoutRepetition(word));
    }

    /// <summary>Makes <c>horse</c> of <c>horsehorse</c>.</summary>
    static string WithoutRepetition(string word) =>
        word.Length == 0 ? word : word[..(word + word).IndexOf(word, 1, StringComparison.Ordinal)];

    static Fault Fault(string code, string message) => new("/password", code, message);

    static bool IsSimilarToAny(string password, IEnumerable<string> values) =>
        Parts(values).Any(part => Similarity(password.ToLowerInvariant(), part) >= SimilarityLimit);

    /// <summary>The values and their words in lower case, without those shorter than three letters.</summary>
    static IEnumerable<string> Parts(IEnumerable<string> values) =>
        from value in values
        from part in value
            .ToLowerInvariant()
            .Split(['@', '.', '-', '_', '+', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Append(value.ToLowerInvariant())
        where part.Length >= 3
        select part;

    /// <summary>Twice the length of the longest common subsequence, divided by the sum of the lengths.</summary>
    /// <returns>1 for equal texts, 0 for texts without a common letter and for those that can't reach the limit.</returns>
    static double Similarity(string a, string b)
    {
        var totalLength = a.Length + b.Length;
        if (2.0 * Math.Min(a.Length, b.Length) / totalLength < SimilarityLimit)
            return 0;
        // One row of the usual table suffices.
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

        return 2.0 * row[b.Length] / totalLength;
    }
}
