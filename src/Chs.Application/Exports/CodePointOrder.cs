namespace Chs.Application.Exports;

/// <summary>Orders texts by code points, as the reference system and PostgreSQL do.</summary>
sealed class CodePointOrder : IComparer<string>
{
    public static readonly CodePointOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var common = x.AsSpan().CommonPrefixLength(y);
        if (common == x!.Length || common == y!.Length)
            return x.Length.CompareTo(y!.Length);
        return RankOf(x[common]).CompareTo(RankOf(y[common]));
    }

    /// <summary>Surrogates stand for the characters after all others.</summary>
    static int RankOf(char character) => char.IsSurrogate(character) ? character + 0x10000 : character;
}
