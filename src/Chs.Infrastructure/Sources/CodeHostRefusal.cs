using System.Globalization;
using System.Net.Http.Headers;
using Chs.Domain;
using Chs.Domain.Builds;

namespace Chs.Infrastructure.Sources;

/// <summary>Recognises answers of a code host that say nothing about the repository: it limits us, or is in trouble.</summary>
static class CodeHostRefusal
{
    /// <summary>No host limits us longer; one that says so isn't believed.</summary>
    static readonly TimeSpan MaximumWait = TimeSpan.FromDays(1);

    /// <returns>Null when the answer is one about the repository.</returns>
    public static Error? Of(HttpResponseMessage response, string host, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        if (status is not (403 or 429 or >= 500))
            return null;
        if (WaitOf(response.Headers, now) is { } wait)
            return BuildErrors.HostLimits(host, now, wait);
        return status == 429
            ? BuildErrors.HostLimits(host, now, BuildErrors.UsualWait)
            : BuildErrors.HostRefuses(host, status, BuildErrors.UsualWait);
    }

    /// <summary>How long the host wants us to wait: in Retry-After, or in GitHub's headers once nothing is left.</summary>
    static TimeSpan? WaitOf(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (headers.RetryAfter is { } retry)
            return Within(retry.Delta ?? retry.Date - now);
        if (NumberIn(headers, "x-ratelimit-remaining") is not 0)
            return null;
        return NumberIn(headers, "x-ratelimit-reset") is { } seconds and > 0 and < 100_000_000_000
            ? Within(DateTimeOffset.FromUnixTimeSeconds(seconds) - now)
            : BuildErrors.UsualWait;
    }

    static TimeSpan Within(TimeSpan? wait) =>
        TimeSpan.FromSeconds(
            Math.Clamp((wait ?? BuildErrors.UsualWait).TotalSeconds, min: 1, MaximumWait.TotalSeconds)
        );

    static long? NumberIn(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values)
        && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
