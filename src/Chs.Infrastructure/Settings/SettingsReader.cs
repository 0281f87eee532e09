using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace Chs.Infrastructure.Settings;

/// <summary>
/// Reads configuration keys, records which ones are known, and collects every fault instead of stopping at the first.
/// </summary>
/// <remarks>After a fault the readers return the default: the settings are discarded anyway.</remarks>
sealed class SettingsReader(IConfigurationSection root)
{
    const long Megabyte = 1024 * 1024;

    readonly List<string> _faults = [];
    readonly HashSet<string> _knownKeys = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<string> Faults => _faults;

    public IReadOnlyCollection<string> KnownKeys => _knownKeys;

    public void Fault(string key, string message) => _faults.Add($"Chs:{key}: {message}.");

    /// <returns>Null when the key is absent or blank.</returns>
    public string? Text(string key)
    {
        _knownKeys.Add(key);
        return string.IsNullOrWhiteSpace(root[key]) ? null : root[key];
    }

    /// <summary>Reads a value that must be hard to guess. It is never repeated in a fault.</summary>
    public string? Secret(string key, int minimumLength)
    {
        var secret = Text(key);
        if (secret?.Length < minimumLength)
            Fault(key, $"give at least {minimumLength} random characters");
        return secret;
    }

    /// <summary>Reads 32 bytes in base64. They are never repeated in a fault.</summary>
    public string? Key(string key)
    {
        var text = Text(key);
        if (text is not null && !IsKey(text))
            Fault(key, "give 32 random bytes in base64, such as 'openssl rand -base64 32' prints");
        return text;
    }

    static bool IsKey(string text) =>
        Convert.TryFromBase64String(text, new byte[text.Length], out var length) && length == 32;

    public bool Flag(string key, bool defaultValue)
    {
        if (Text(key) is not { } text)
            return defaultValue;
        if (bool.TryParse(text, out var flag))
            return flag;
        Fault(key, $"'{text}' is neither true nor false");
        return defaultValue;
    }

    public long Number(string key, long defaultValue, long minimum, long maximum)
    {
        if (Text(key) is not { } text)
            return defaultValue;
        if (long.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum)
            return number;
        Fault(key, $"'{text}' isn't a whole number from {minimum} to {maximum}");
        return defaultValue;
    }

    /// <summary>Reads a size that is configured in megabytes.</summary>
    /// <returns>Bytes.</returns>
    public long Megabytes(string key, int defaultMegabytes) => Number(key, defaultMegabytes, 1, 1024 * 1024) * Megabyte;

    public T Choice<T>(string key, T defaultValue)
        where T : struct, Enum
    {
        if (Text(key) is not { } text)
            return defaultValue;
        var names = Enum.GetNames<T>();
        if (Find(names, text) is { } name)
            return Enum.Parse<T>(name);
        Fault(key, $"'{text}' isn't one of {string.Join(", ", names)}");
        return defaultValue;
    }

    /// <summary>Reads a list of names; <c>None</c> isn't one that can be chosen.</summary>
    public IReadOnlyList<T> Choices<T>(string key)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>().Where(name => name != "None").ToArray();
        List<T> chosen = [];
        foreach (var text in List(key))
        {
            if (Find(names, text) is { } name)
                chosen.Add(Enum.Parse<T>(name));
            else
                Fault(key, $"'{text}' isn't one of {string.Join(", ", names)}");
        }

        return chosen;
    }

    static string? Find(string[] names, string text) =>
        Array.Find(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Checks a key for which later versions may offer more values: another one is refused, not ignored.
    /// </summary>
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

    /// <summary>Reads a broker's address. It may hold a password, so it is never repeated in a fault.</summary>
    public Uri? Broker(string key)
    {
        if (Text(key) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("amqp" or "amqps"))
            return uri;
        Fault(key, "give an address such as 'amqp://user:password@host:5672/'");
        return null;
    }

    /// <summary>Reads sub-keys with one value each, such as <c>Images:20</c>.</summary>
    public IReadOnlyDictionary<string, string> Named(string key)
    {
        Dictionary<string, string> values = [];
        foreach (var child in Sections(key))
        {
            if (child.Value is { } value)
                values.Add(child.Key, value);
        }

        return values;
    }

    /// <summary>Reads sub-keys with several keys each, such as <c>CodeHosts:0:Host</c>.</summary>
    public IEnumerable<IConfigurationSection> Sections(string key)
    {
        _knownKeys.Add(key);
        return root.GetSection(key).GetChildren();
    }

    public IReadOnlyList<string> List(string key) => [.. Sections(key).Select(child => child.Value).OfType<string>()];

    public IReadOnlyList<IPAddress> Addresses(string key)
    {
        List<IPAddress> addresses = [];
        foreach (var text in List(key))
        {
            if (IPAddress.TryParse(text, out var address))
                addresses.Add(address);
            else
                Fault(key, $"'{text}' isn't an IP address");
        }

        return addresses;
    }

    public IReadOnlyList<string> Origins(string key)
    {
        var origins = List(key);
        foreach (var text in origins.Where(text => !IsOrigin(text)))
            Fault(key, $"'{text}' isn't an origin such as https://front.example");
        return origins;
    }

    static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is ("http" or "https")
        && url.GetLeftPart(UriPartial.Authority) == text;

    /// <summary>Reports keys that nobody reads: a misspelt key must not be ignored silently.</summary>
    public void RefuseUnknownKeys()
    {
        foreach (var (key, value) in root.AsEnumerable(makePathsRelative: true))
        {
            if (value is not null && key.Length > 0 && !_knownKeys.Any(known => IsSameOrBelow(key, known)))
                Fault(key, "no such setting");
        }
    }

    static bool IsSameOrBelow(string key, string known) =>
        key.Equals(known, StringComparison.OrdinalIgnoreCase)
        || key.StartsWith(known + ":", StringComparison.OrdinalIgnoreCase);
}
