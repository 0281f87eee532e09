namespace Chs.Infrastructure.Identity;

/// <summary>What checking a password costs, in iterations of PBKDF2.</summary>
/// <remarks>Counted by algorithm: how long one iteration takes of the one and of the other depends on the processor.</remarks>
readonly record struct HashCost(long Sha512, long Sha256)
{
    public static HashCost operator +(HashCost a, HashCost b) => new(a.Sha512 + b.Sha512, a.Sha256 + b.Sha256);

    /// <returns>What is missing to another cost; of an algorithm that cost more already, nothing.</returns>
    public HashCost To(HashCost other) => new(Math.Max(0, other.Sha512 - Sha512), Math.Max(0, other.Sha256 - Sha256));
}
