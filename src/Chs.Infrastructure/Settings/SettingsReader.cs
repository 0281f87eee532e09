using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace Chs.Infrastructure.Settings;

/// <summary>Reads keys, remembers which are known, and collects every fault instead of stopping at the first.</summary>
sealed class SettingsReader(IConfigurationSection root)
{
    readonly List<string> _faults = [];
    readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<string> Faults => _faults;

    public IReadOnlyCollection<string> Known => _known;

    public void Fault(string key, string what) => _faults.Add($"Chs:{key}: {what}.");

    public string? Text(string key)
    {
        _known.Add(key);
        return string.IsNullOrWhiteSpace(root[key]) ? null : root[key];
    }

    /// <summary>A value that must be hard to guess. It is never repeated in a fault.</summary>
    public string? Secret(string key, int minimumLength)
    {
        var secret = Text(key);
        if (secret?.Length < minimumLength)
            Fault(key, $"give at least {minimumLength} random characters");
        return secret;
    }

    /// <summary>32 bytes in base64. They are never repeated in a fault.</summary>
    public string? Key(string key)
    {
        var text = Text(key);
        if (
            text is not null
            && !(Convert.TryFromBase64String(text, new byte[text.Length], out var length) && length == 32)
        )
            Fault(key, "give 32 random bytes in base64, such as 'openssl rand -base64 32' prints");
        return text;
    }

    public bool Flag(string key, bool otherwise)
    {
        if (Text(key) is not { } text)
            return otherwise;
        if (bool.TryParse(text, out var flag))
            return flag;
        Fault(key, $"'{text}' is neither true nor false");
        return otherwise;
    }

    public long Number(string key, long otherwise, long minimum, long maximum)
    {
        if (Text(key) is not { } text)
            return otherwise;
        if (long.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum)
            return number;
        Fault(key, $"'{text}' isn't a whole number from {minimum} to {maximum}");
        return otherwise;
    }

    public T Choice<T>(string key, T otherwise)
        where T : struct, Enum
    {
        if (Text(key) is not { } text)
            return otherwise;
        if (
            Enum.GetNames<T>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name
        )
            return Enum.Parse<T>(name);
        Fault(key, $"'{text}' isn't one of {string.Join(", ", Enum.GetNames<T>())}");
        return otherwise;
    }

    /// <summary>Several of the names.</summary>
    public IReadOnlyList<T> Choices<T>(string key)
        where T : struct, Enum
    {
        List<T> chosen = [];
        foreach (var text in List(key))
            if (
                Enum.GetNames<T>()
                    .FirstOrDefault(name => name != "None" && name.Equals(text, StringComparison.OrdinalIgnoreCase)) is
                { } name
            )
                chosen.Add(Enum.Parse<T>(name));
            else
                Fault(
                    key,
                    $"'{text}' isn't one of {string.Join(", ", Enum.GetNames<T>().Where(name => name != "None"))}"
                );
        return chosen;
    }

    /// <summary>A key whose other values come with later versions: refused, not ignored.</summary>
    public void Only(string key, string available)
    {
        if (Text(key) is { } text && !text.Equals(available, StringComparison.OrdinalIgnoreCase))
            Fault(key, $"'{text}' isn't available in this version, only '{available}' is");
    }

    /// <summary>A time zone by its IANA id.</summary>
    public TimeZoneInfo TimeZone(string key, string otherwise)
    {
        var id = Text(key) ?? otherwise;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
            return zone;
        Fault(key, $"'{id}' isn't a time zone such as Europe/Zurich");
        return TimeZoneInfo.Utc;
    }

    public Uri? WebAddress(string key)
    {
        if (Text(key) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https"))
            return url;
        Fault(key, $"'{text}' isn't an absolute http or https URL");
        return null;
    }

    /// <summary>A broker's address. It may hold a password, so it is never repeated in a fault.</summary>
    public Uri? Broker(string key)
    {
        if (Text(key) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("amqp" or "amqps"))
            return uri;
        Fault(key, "give an address such as 'amqp://user:password@host:5672/'");
        return null;
    }

    /// <summary>Sub-keys with a text each, such as <c>Images:20</c>.</summary>
    public IReadOnlyDictionary<string, string> Named(string key)
    {
        _known.Add(key);
        return root.GetSection(key)
            .GetChildren()
            .Where(child => child.Value is not null)
            .ToDictionary(child => child.Key, child => child.Value!);
    }

    /// <summary>Sub-keys with several keys each, such as <c>CodeHosts:0:Host</c>.</summary>
    public IEnumerable<IConfigurationSection> Sections(string key)
    {
        _known.Add(key);
        return root.GetSection(key).GetChildren();
    }

    public IReadOnlyList<string> List(string key)
    {
        _known.Add(key);
        return [.. root.GetSection(key).GetChildren().Select(child => child.Value).OfType<string>()];
    }

    public IReadOnlyList<IPAddress> Addresses(string key)
    {
        List<IPAddress> addresses = [];
        foreach (var text in List(key))
            if (IPAddress.TryParse(text, out var address))
                addresses.Add(address);
            else
                Fault(key, $"'{text}' isn't an IP address");
        return addresses;
    }

    public IReadOnlyList<string> Origins(string key)
    {
        var origins = List(key);
        foreach (var text in origins)
            if (
                !(
                    Uri.TryCreate(text, UriKind.Absolute, out var url)
                    && url.Scheme is ("http" or "https")
                    && url.GetLeftPart(UriPartial.Authority) == text
                )
            )
                Fault(key, $"'{text}' isn't an origin such as https://front.example");
        return origins;
    }

    public IReadOnlyList<PlayScript> Scripts(string key)
    {
        _known.Add(key);
        List<PlayScript> scripts = [];
        foreach (var child in root.GetSection(key).GetChildren())
        {
            var (url, integrity) = (child["Url"] ?? "", child["Integrity"] ?? "");
            if (
                !url.StartsWith("https://", StringComparison.Ordinal)
                || url.Contains('"')
                || !(url.EndsWith(".js", StringComparison.Ordinal) || url.EndsWith(".css", StringComparison.Ordinal))
            )
                Fault($"{key}:{child.Key}:Url", $"'{url}' isn't the https address of a .js or .css file");
            if (!integrity.StartsWith("sha", StringComparison.Ordinal) || integrity.Contains('"'))
                Fault($"{key}:{child.Key}:Integrity", "give the file's integrity value, such as sha384-…");
            scripts.Add(new PlayScript(url, integrity));
        }

        return scripts;
    }

    /// <summary>A misspelt key must not be ignored silently.</summary>
    public void RefuseUnknownKeys()
    {
        foreach (var (key, value) in root.AsEnumerable(makePathsRelative: true))
            if (
                value is not null
                && key.Length > 0
                && !_known.Any(known =>
                    key.Equals(known, StringComparison.OrdinalIgnoreCase)
                    || key.StartsWith(known + ":", StringComparison.OrdinalIgnoreCase)
                )
            )
                Fault(key, "no such setting");
    }
}
