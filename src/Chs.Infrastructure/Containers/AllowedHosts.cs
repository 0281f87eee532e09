namespace Chs.Infrastructure.Containers;

/// <summary>The hosts that may be asked while dependencies are installed.</summary>
/// <param name="hosts">Host, or host and port. A host without port is allowed at 443.</param>
sealed class AllowedHosts(IReadOnlyList<string> hosts)
{
    readonly HashSet<string> _hosts = new(hosts, StringComparer.OrdinalIgnoreCase);

    public bool Contains(string host, int port) =>
        _hosts.Contains($"{host}:{port}") || (port == 443 && _hosts.Contains(host));
}
