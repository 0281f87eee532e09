using System.Text;

namespace Chs.Application.Exports;

/// <summary>
/// The order in which the reference system meets the members of an object: PostgreSQL sorts those of a <c>jsonb</c> by
/// their lengths in bytes, and then by their bytes.
/// </summary>
sealed class MemberOrder : IComparer<string>
{
    public static readonly MemberOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var byLength = Encoding.UTF8.GetByteCount(x!).CompareTo(Encoding.UTF8.GetByteCount(y!));
        return byLength != 0 ? byLength : CodePointOrder.Instance.Compare(x, y);
    }
}
