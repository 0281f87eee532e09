using System.Globalization;
using System.Text;
using Chs.Domain;

namespace Chs.Infrastructure.Persistence.Responses;

/// <summary>
/// The ids of frames as texts that every database can hold. Instead of an odd character stands U+FFFD and its code of four
/// digits, and so it does for U+FFFD itself: ids that differ stay different, and can be read again as they were sent.
/// </summary>
static class StoredKey
{
    const char Mark = '\uFFFD';
    const int CodeLength = 4;

    public static string Of(string key)
    {
        if (!OddCharacters.AreIn(key) && !key.Contains(Mark))
            return key;
        var stored = new StringBuilder(key.Length + CodeLength);
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] == Mark || OddCharacters.IsOdd(key, i))
                stored.Append(Mark).Append(CultureInfo.InvariantCulture, $"{(int)key[i]:x4}");
            else
                stored.Append(key[i]);
        }

        return stored.ToString();
    }

    public static string Read(string stored)
    {
        var key = new StringBuilder(stored.Length);
        for (var i = 0; i < stored.Length; i++)
        {
            if (stored[i] != Mark)
            {
                key.Append(stored[i]);
                continue;
            }

            var code = stored.AsSpan(i + 1, CodeLength);
            key.Append((char)ushort.Parse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            i += CodeLength;
        }

        return key.ToString();
    }
}
