using System.Globalization;
using System.Text.RegularExpressions;

namespace Chs.Application.Studies;

/// <summary>Finds the hosts that texts name in addresses of http, https, ws and wss, and in those that begin with <c>//</c>.</summary>
/// <remarks>Browsers read backslashes as slashes, any number of them, and decode percent signs, so this does too.</remarks>
static class NamedHosts
{
    const string Authority = """(?<authority>[^/\\?#\s"'`<>(){}|^,;&$\0]+)""";

    // Without backtracking, because researchers write the texts.
    const RegexOptions Options =
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    static readonly Regex Absolute = new(
        """(^|[^a-zA-Z0-9])([hH][tT][tT][pP][sS]?|[wW][sS][sS]?):(?<slashes>[/\\]*)""" + Authority,
        Options
    );

    static readonly Regex Relative = new("""(^|[\s"'`=(,>])[/\\]{2,}""" + Authority, Options);

    /// <returns>The hosts in lower case, without ports, sorted; names with other than ASCII letters in their encoded form.</returns>
    public static IReadOnlyList<string> In(IEnumerable<string> texts)
    {
        SortedSet<string> hosts = new(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            foreach (Match match in Absolute.Matches(text))
                Add(match, text, needsDot: match.Groups["slashes"].Length == 0);
            foreach (Match match in Relative.Matches(text))
                Add(match, text, needsDot: true);
        }

        return [.. hosts];

        void Add(Match match, string text, bool needsDot)
        {
            var end = match.Index + match.Length;
            var isCutOff = end < text.Length && text[end] == ScriptNames.Hole;
            if (HostOf(match.Groups["authority"].Value) is not { } host)
                return;
            if ((needsDot || isCutOff) && !host.Contains('.', StringComparison.Ordinal))
                return;
            hosts.Add(host);
        }
    }

    static string? HostOf(string authority)
    {
        var decoded = Uri.UnescapeDataString(authority[(authority.LastIndexOf('@') + 1)..]).TrimEnd('.', '!', ':', '*');
        if (!Uri.TryCreate($"http://{decoded}/", UriKind.Absolute, out var address) || address.UserInfo.Length > 0)
            return null;
        if (address.HostNameType is UriHostNameType.IPv6)
            return address.Host;
        try
        {
            return address.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4
                ? new IdnMapping().GetAscii(address.Host).TrimEnd('.').ToLowerInvariant()
                : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
