using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Chs.Infrastructure.Settings;

/// <summary>
/// Where studies are played: <c>https://{study}.play.example.org</c>, a host for each study, or
/// <c>https://play.example.org</c>, one host for all.
/// </summary>
public sealed class PlayAddressTemplate
{
    const string StudyLabel = "{study}.",
        SchemeEnd = "://";

    /// <summary>Browsers and <see cref="Uri"/> read some of these differently; none belongs to scheme, host and port.</summary>
    static readonly SearchValues<char> Foreign = SearchValues.Create(@"{}*?#@\%");

    PlayAddressTemplate(Uri address, bool isPerStudy)
    {
        Scheme = address.Scheme;
        Host = HostNames.Of(address);
        Port = address.Port;
        IsPerStudy = isPerStudy;
    }

    /// <summary><c>http</c> or <c>https</c>.</summary>
    public string Scheme { get; }

    /// <summary>The host in lower case, without the label that stands for the study; IPv6 in brackets.</summary>
    public string Host { get; }

    public int Port { get; }

    /// <summary>Whether each study has a host of its own.</summary>
    public bool IsPerStudy { get; }

    /// <summary>Where a site on this machine plays unless the operator names another address.</summary>
    /// <param name="site">The site's address, of which scheme and port are taken.</param>
    public static PlayAddressTemplate DefaultFor(Uri site) =>
        new(new UriBuilder(site.Scheme, "play.localhost", site.Port).Uri, isPerStudy: true);

    /// <param name="text">
    /// Scheme, host and port alone. <c>{study}</c> may be the first label of a host name, and stands nowhere else.
    /// </param>
    public static bool TryParse(string text, [NotNullWhen(true)] out PlayAddressTemplate? template)
    {
        template = null;
        var hostStart = text.IndexOf(SchemeEnd, StringComparison.Ordinal) + SchemeEnd.Length;
        if (hostStart < SchemeEnd.Length)
            return false;
        var isPerStudy = text.AsSpan(hostStart).StartsWith(StudyLabel);
        var address = isPerStudy ? text.Remove(hostStart, StudyLabel.Length) : text;
        if (address.AsSpan().ContainsAny(Foreign) || address.Any(char.IsWhiteSpace))
            return false;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return false;
        if (url.AbsolutePath != "/" || (isPerStudy && url.HostNameType is not UriHostNameType.Dns))
            return false;
        template = new PlayAddressTemplate(url, isPerStudy);
        return true;
    }

    /// <returns>The root of the address at which a study is played; ends in a slash.</returns>
    public Uri UrlFor(Guid study) => new($"{Scheme}://{(IsPerStudy ? $"{study:D}." : "")}{Host}:{Port}/");

    /// <returns>The study to whom a host belongs; null when it is none's, as always where all share one.</returns>
    public Guid? StudyOf(string host)
    {
        if (!IsPerStudy || !host.EndsWith($".{Host}", StringComparison.OrdinalIgnoreCase))
            return null;
        return Guid.TryParseExact(host.AsSpan(0, host.Length - Host.Length - 1), "D", out var study) ? study : null;
    }

    /// <returns>Whether a host is the one that studies share, or below it.</returns>
    public bool Covers(string host) => HostNames.IsAtOrBelow(host, Host);

    /// <summary>The template as an operator writes it.</summary>
    public override string ToString()
    {
        var shared = new UriBuilder(Scheme, Host, Port).Uri;
        return $"{Scheme}{SchemeEnd}{(IsPerStudy ? StudyLabel : "")}{shared.Authority}";
    }
}
