using System.Buffers.Text;
using System.Security.Cryptography;
using Chs.Infrastructure.Settings;

namespace Chs.Api.Play;

/// <summary>What the Content-Security-Policies of all pages that run a study have in common.</summary>
static class PlayPolicy
{
    public const string Sandbox =
        "sandbox allow-scripts allow-same-origin allow-forms allow-modals "
        + "allow-pointer-lock allow-orientation-lock allow-downloads";

    /// <summary>Returns a value that only the scripts of one answer carry.</summary>
    public static string NewNonce() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));

    /// <summary>Returns the operator's hosts of images, sounds and films, each after a blank.</summary>
    public static string MediaSources(PlaySettings settings) =>
        string.Concat(settings.Hosts.Select(source => " " + source));
}
