using System.Globalization;
using System.Numerics;

namespace Chs.Domain;

/// <summary>
/// What a backslash begins within a text of JSON. JSON may be in UTF-16 (<c>char</c>) or UTF-8 (<c>byte</c>).
/// </summary>
public static class JsonEscape
{
    /// <summary>Length of an escape such as <c>\u00e9</c>.</summary>
    public const int UnitLength = 6;

    /// <returns>The UTF-16 code unit that is escaped there as <c>\u00e9</c>; null when no such escape begins there.</returns>
    public static char? UnitAt<T>(ReadOnlySpan<T> json, int index)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (
            json.Length - index < UnitLength
            || CharacterOf(json[index]) is not '\\'
            || CharacterOf(json[index + 1]) is not 'u'
        )
            return null;
        Span<char> digits = stackalloc char[UnitLength - 2];
        for (var i = 0; i < digits.Length; i++)
            digits[i] = CharacterOf(json[index + 2 + i]);
        return ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
    }

    /// <summary>Whether half of a surrogate pair is escaped there, and its other half isn't behind it.</summary>
    public static bool IsHalfAt<T>(ReadOnlySpan<T> json, int index)
        where T : unmanaged, IBinaryInteger<T> =>
        UnitAt(json, index) is { } unit && char.IsSurrogate(unit) && !IsPairAt(json, index);

    /// <returns>How far the escape goes whose backslash stands there; both halves of a surrogate pair are one.</returns>
    public static int LengthAt<T>(ReadOnlySpan<T> json, int index)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (UnitAt(json, index) is null)
            // Also of an escaped backslash, behind which no escape begins.
            return 2;
        return IsPairAt(json, index) ? 2 * UnitLength : UnitLength;
    }

    static bool IsPairAt<T>(ReadOnlySpan<T> json, int index)
        where T : unmanaged, IBinaryInteger<T> =>
        UnitAt(json, index) is { } high
        && char.IsHighSurrogate(high)
        && UnitAt(json, index + UnitLength) is { } low
        && char.IsLowSurrogate(low);

    static char CharacterOf<T>(T unit)
        where T : unmanaged, IBinaryInteger<T> => (char)ushort.CreateTruncating(unit);
}
