using System.Numerics;

namespace Chs.Domain.Accounts;

/// <summary>Codes and labels of what is known about children. The order is the stored one: bit n is the n-th code.</summary>
public static class ChildTraits
{
    public static readonly IReadOnlyList<string> Conditions =
    [
        "autism_spectrum_disorder",
        "deaf",
        "hearing_impairment",
        "dyslexia",
        "multiple_birth",
    ];

    /// <summary>ISO 639 codes as the reference uses them.</summary>
    public static readonly IReadOnlyList<string> Languages = (
        "en am bn bho my ceb hne nl egy fr gan de gu hak ha he hi ig id pes it ja jv cjy kn km ko mag mai ms ml cmn mr nan mor pbu uzn or pl pt ro ru skr sd so es su "
        + "tl ta te th tr uk ur vi lah wuu hsn yo yue"
    ).Split(' ');

    /// <summary>The set's codes in bit order, with one blank between.</summary>
    public static string Join(ulong set, IReadOnlyList<string> codes) => string.Join(' ', List(set, codes));

    public static IEnumerable<string> List(ulong set, IReadOnlyList<string> codes)
    {
        for (; set != 0; set &= set - 1)
        {
            var bit = BitOperations.TrailingZeroCount(set);
            if (bit < codes.Count)
                yield return codes[bit];
        }
    }

    /// <returns>The set, or null when a code is unknown.</returns>
    public static ulong? Parse(IEnumerable<string> wanted, IReadOnlyList<string> codes)
    {
        ulong set = 0;
        foreach (var code in wanted)
        {
            var bit = codes.IndexOf(code);
            if (bit < 0)
                return null;
            set |= 1UL << bit;
        }

        return set;
    }

    /// <summary>As v1 and the downloads call a gestational age.</summary>
    public static string GestationalAgeLabel(int? code) =>
        code switch
        {
            null => "Not sure or prefer not to answer",
            0 => "Under 24 weeks",
            17 => "40 or more weeks",
            { } weeks => $"{weeks + 23} weeks",
        };

    public static string GenderCode(Gender gender) =>
        gender switch
        {
            Gender.Male => "m",
            Gender.Female => "f",
            Gender.Open => "o",
            Gender.NoAnswer => "na",
        };

    static int IndexOf(this IReadOnlyList<string> codes, string code)
    {
        for (var i = 0; i < codes.Count; i++)
            if (codes[i] == code)
                return i;
        return -1;
    }
}
