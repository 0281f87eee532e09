using System.Security.Cryptography;
using System.Text;
using Chs.Application.Ports;
using Chs.Domain.Builds;

namespace Chs.Application.Builds;

/// <summary>One attempt at a build, once it is known what has to be built.</summary>
/// <param name="BaseImage">Name of the image that contains Node.js; the same on all machines that have the same one.</param>
sealed record BuildRun(
    BuildLease Lease,
    BuildLogWriter Log,
    SourceTree Source,
    ExperimentRunnerRecipe Recipe,
    string BaseImage
)
{
    /// <summary>SHA-256 in lower-case hex over everything that decides the result, beside the study's address.</summary>
    public string InputDigest { get; } = DigestOf(Lease.Repository, Lease.Commit, BaseImage, Serialize(Recipe));

    /// <summary>
    /// Tag of the image that holds the source and its dependencies. All studies that use the same commit share it.
    /// </summary>
    public string DependencyImageTag => $"chs-runner:{InputDigest[..32]}";

    static string Serialize(ExperimentRunnerRecipe recipe)
    {
        string[] lines =
        [
            recipe.Node,
            .. recipe.Install.Select(command => string.Join('\0', command)),
            "",
            string.Join('\0', recipe.Build),
            recipe.Output,
            recipe.FingerprintVariable,
        ];
        return string.Join('\n', lines);
    }

    static string DigestOf(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            // The length before each part keeps "ab" + "c" apart from "a" + "bc".
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
