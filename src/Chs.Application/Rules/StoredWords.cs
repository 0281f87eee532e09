namespace Chs.Application.Rules;

/// <summary>Reads words as logs keep them, such as <c>draft proposed</c>.</summary>
static class StoredWords
{
    /// <param name="words">Words of a log.</param>
    /// <param name="other">What stands for words that this version of the program doesn't know.</param>
    public static T Read<T>(string words, T other)
        where T : struct, Enum
    {
        var name = words.Replace(" ", "").Replace("-", "");
        return Enum.TryParse<T>(name, ignoreCase: true, out var read) && Enum.IsDefined(read) ? read : other;
    }
}
