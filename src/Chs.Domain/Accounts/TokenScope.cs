namespace Chs.Domain.Accounts;

/// <summary>Limits what a token may be used for. It never grants a right that the token's owner lacks.</summary>
/// <param name="IsReadOnly">The token can't change anything.</param>
/// <param name="IsDeidentified">The token can't read anything that identifies a family.</param>
/// <param name="Studies">Ids of the only studies that the token is for; empty: all of its owner's.</param>
public sealed record TokenScope(bool IsReadOnly, bool IsDeidentified, IReadOnlyList<Guid> Studies)
{
    public bool Covers(Guid study) => Studies is [] || Studies.Contains(study);
}
