namespace Chs.Domain.Accounts;

/// <summary>Codes and labels of what families state about children.</summary>
/// <remarks>Sets are stored as bits: bit n is the n-th code, so the order is fixed.</remarks>
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

    /// <summary>ISO 639 codes, as the reference uses them.</summary>
    public static readonly IReadOnlyList<string> Languages = (
        "en am bn bho my ceb hne nl egy fr gan de gu hak ha he hi ig id pes it ja jv cjy kn km ko "
        + "mag mai ms ml cmn mr nan mor pbu uzn or pl pt ro ru skr sd so es su "
        + "tl ta te th tr uk ur vi lah wuu hsn yo yue"
    ).Split(' ');

    /// <summary>The codes of a set in bit order, separated by one blank.</summary>
    public static string Join(ulong set, IReadOnlyList<string> codes) => string.Join(' ', List(set, codes));

    /// <summary>The codes of a set in bit order. Bits without a code are left out.</summary>
    public static IEnumerable<string> List(ulong set, IReadOnlyList<string> codes) =>
        codes.Where((_, bit) => (set & (1UL << bit)) != 0);

    /// <returns>The set, or null when a code is unknown.</returns>
    public static ulong? Parse(IEnumerable<string> selected, IReadOnlyList<string> codes)
    {
        ulong set = 0;
        foreach (var code in selected)
        {
            var bit = codes.IndexOf(code);
            if (bit < 0)
                return null;
            set |= 1UL << bit;
        }

        return set;
    }

    /// <summary>The label of a gestational age in v1 and the downloads.</summary>
    /// <param name="code">See <see cref="Child.GestationalAge"/>.</param>
    public static string GestationalAgeLabel(int? code) =>
        code switch
        {
            null => "Not sure or prefer not to answer",
            0 => "Under 24 weeks",
            17 => "40 or more weeks",
            { } weeks => $"{weeks + 23} weeks",
        };

    /// <returns>Null for what is no code of a gender, such as an empty text.</returns>
    public static Gender? ParseGender(string code) =>
        Enum.GetValues<Gender>().Cast<Gender?>().FirstOrDefault(gender => GenderCode(gender!.Value) == code);

    /// <summary>The code of a gender in v1 and the downloads.</summary>
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
