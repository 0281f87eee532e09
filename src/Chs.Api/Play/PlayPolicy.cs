using Chs.Infrastructure.Settings;

namespace Chs.Api.Play;

/// <summary>The Content-Security-Policy of play origins.</summary>
static class PlayPolicy
{
    /// <summary>What keeps a study's code from what isn't its own is the server, so the policy can be generous.</summary>
    public static string Of(PlaySettings settings)
    {
        const string frames = "frame-ancestors 'self'";
        if (settings.Hosts is [])
            return frames;
        var hosts = string.Concat(settings.Hosts.Select(host => " " + host));
        return $"default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'{hosts}; object-src 'none'; {frames}";
    }
}
