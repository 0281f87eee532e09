using Microsoft.Extensions.Configuration;

namespace Chs.Infrastructure.Settings;

/// <summary>A host of repositories.</summary>
/// <param name="Host">The host as it appears in a repository's address.</param>
/// <param name="Archive">
/// Address of a commit's zip archive, with <c>{owner}</c>, <c>{name}</c>, <c>{commit}</c>.
/// </param>
/// <param name="Branch">
/// Address of a branch's newest commit, with <c>{owner}</c>, <c>{name}</c>, <c>{branch}</c>.
/// </param>
/// <param name="Redirects">Other hosts to which it may redirect.</param>
/// <param name="AllowPrivate">Whether it may have an address inside the institution.</param>
public sealed record CodeHost(
    string Host,
    string Archive,
    string Branch,
    IReadOnlyList<string> Redirects,
    bool AllowPrivate
)
{
    static readonly CodeHost GitHub = new(
        "github.com",
        "https://github.com/{owner}/{name}/archive/{commit}.zip",
        "https://api.github.com/repos/{owner}/{name}/git/ref/heads/{branch}",
        ["codeload.github.com"],
        AllowPrivate: false
    );

    /// <returns>The configured hosts; GitHub when none is configured.</returns>
    internal static IReadOnlyList<CodeHost> ReadList(SettingsReader reader)
    {
        List<CodeHost> hosts = [];
        foreach (var section in reader.Sections("Builds:CodeHosts"))
        {
            var host = ReadOne(section);
            host.ReportFaults(reader, $"Builds:CodeHosts:{section.Key}");
            hosts.Add(host);
        }

        return hosts is [] ? [GitHub] : hosts;
    }

    static CodeHost ReadOne(IConfigurationSection section)
    {
        var redirects = section.GetSection("Redirects").GetChildren().Select(child => child.Value);
        return new CodeHost(
            section["Host"] ?? "",
            section["Archive"] ?? "",
            section["Branch"] ?? "",
            [.. redirects.OfType<string>()],
            bool.TryParse(section["AllowPrivate"], out var isPrivate) && isPrivate
        );
    }

    void ReportFaults(SettingsReader reader, string key)
    {
        const string addressFault = "give an https address with {owner}, {name} and {commit} or {branch}";
        if (Host.Length == 0)
            reader.Fault($"{key}:Host", "name the host as it stands in a repository's address");
        if (!IsSecureEnough(Archive))
            reader.Fault($"{key}:{nameof(Archive)}", addressFault);
        if (!IsSecureEnough(Branch))
            reader.Fault($"{key}:{nameof(Branch)}", addressFault);
    }

    /// <summary>
    /// Plain http is allowed only inside the institution, for hosts that the operator marks as private.
    /// </summary>
    bool IsSecureEnough(string address) =>
        address.StartsWith("https://", StringComparison.Ordinal)
        || (AllowPrivate && address.StartsWith("http://", StringComparison.Ordinal));
}
