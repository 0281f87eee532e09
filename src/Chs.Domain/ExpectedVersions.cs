namespace Chs.Domain;

/// <summary>The versions that a client has read. A change is made only if the current version is one of them.</summary>
/// <param name="Versions">Empty: what the client has read is none of our versions.</param>
public readonly record struct ExpectedVersions(IReadOnlyList<int> Versions)
{
    public bool Contains(int version) => Versions.Contains(version);

    public static implicit operator ExpectedVersions(int version) => new([version]);
}
