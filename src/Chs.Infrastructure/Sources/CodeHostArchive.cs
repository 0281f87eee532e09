using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Builds;

namespace Chs.Infrastructure.Sources;

/// <summary>
/// Runners' sources from the code hosts that the operator allows, or from a folder of this machine. What is fetched is read once, with limits,
/// into an archive of plain files and folders, and kept by commit.
/// </summary>
sealed class CodeHostArchive(SourceSettings settings, TimeProvider time) : ISourceArchive
{
    const int MostRedirects = 3;

    readonly HttpMessageInvoker _public = Client(allowPrivate: false),
        _private = Client(allowPrivate: true);

    public Outcome Allows(ExperimentRunnerSource source) =>
        HostOf(source) is not null || LocalFolder(source) is not null
            ? Outcome.Ok
            : BuildErrors.RepositoryRefused(
                $"Runners may come from {string.Join(", ", settings.Hosts.Select(host => host.Host))}; not from {source.Host}. The operator decides that."
            );

    public async Task<Outcome<string>> ResolveAsync(
        ExperimentRunnerSource source,
        string branch,
        CancellationToken cancellationToken
    )
    {
        if (
            LocalFolder(source) is { } folder
            && Path.Combine(folder, "refs", branch.Replace('/', '-')) is var reference
            && File.Exists(reference)
        )
            return
                (await File.ReadAllTextAsync(reference, cancellationToken)).Trim() is var kept
                && ExperimentRunnerSource.IsCommit(kept)
                ? kept
                : BuildErrors.BranchUnknown(source.ToString(), branch);
        if (HostOf(source) is not { } host)
            return BuildErrors.BranchUnknown(source.ToString(), branch);

        using var end = End(cancellationToken);
        try
        {
            using var answer = await GetAsync(host, Fill(host.Branch, source, branch: branch), end.Token);
            if (IsBusy(answer))
                return BuildErrors.HostBusy(source.Host);
            if (!answer.IsSuccessStatusCode)
                return BuildErrors.BranchUnknown(source.ToString(), branch);
            await using var body = await answer.Content.ReadAsStreamAsync(end.Token);
            using var limited = new MemoryStream();
            if (!await ArchiveExtractor.CopyAsync(body, limited, 1024 * 1024, end.Token))
                return BuildErrors.HostBusy(source.Host);
            using var document = JsonDocument.Parse(limited.ToArray());
            // The code host's form of a reference; a list comes when a branch's name begins others'.
            return
                document.RootElement.ValueKind is JsonValueKind.Object
                && document.RootElement.TryGetProperty("object", out var found)
                && found.TryGetProperty("sha", out var sha)
                && ExperimentRunnerSource.IsCommit(sha.GetString())
                ? sha.GetString()!
                : BuildErrors.BranchUnknown(source.ToString(), branch);
        }
        catch (Exception away) when (IsAway(away, cancellationToken))
        {
            return BuildErrors.HostBusy(source.Host);
        }
        catch (JsonException)
        {
            return BuildErrors.BranchUnknown(source.ToString(), branch);
        }
    }

    public async Task<Outcome> ExistsAsync(
        ExperimentRunnerSource source,
        string commit,
        CancellationToken cancellationToken
    )
    {
        if (LocalFolder(source) is { } folder && Directory.EnumerateFileSystemEntries(folder, $"{commit}*").Any())
            return Outcome.Ok;
        if (HostOf(source) is not { } host)
            return BuildErrors.CommitUnknown(source.ToString(), commit);
        using var end = End(cancellationToken);
        try
        {
            using var answer = await GetAsync(host, Fill(host.Archive, source, commit: commit), end.Token);
            return IsBusy(answer) ? BuildErrors.HostBusy(source.Host)
                : answer.IsSuccessStatusCode ? Outcome.Ok
                : BuildErrors.CommitUnknown(source.ToString(), commit);
        }
        catch (Exception away) when (IsAway(away, cancellationToken))
        {
            return BuildErrors.HostBusy(source.Host);
        }
    }

    public async Task<Outcome<SourceTree>> FetchAsync(
        ExperimentRunnerSource source,
        string commit,
        CancellationToken cancellationToken
    )
    {
        var kept = Path.Combine(
            settings.Cache,
            $"{source.Host.Replace(':', '_')}_{source.Owner}_{source.Name}_{commit}.tar"
        );
        Directory.CreateDirectory(settings.Cache);
        if (!File.Exists(kept))
        {
            var made = $"{kept}.{Guid.NewGuid():N}.part";
            try
            {
                var refusal = await MakeAsync(source, commit, made, cancellationToken);
                if (refusal is not null)
                    return refusal;
                File.Move(made, kept, overwrite: true);
            }
            finally
            {
                File.Delete(made);
            }
        }

        File.SetLastWriteTimeUtc(kept, time.GetUtcNow().UtcDateTime);
        return await ArchiveExtractor.DescribeAsync(kept, cancellationToken);
    }

    async Task<Error?> MakeAsync(
        ExperimentRunnerSource source,
        string commit,
        string to,
        CancellationToken cancellationToken
    )
    {
        if (LocalFolder(source) is { } folder)
        {
            foreach (
                var (ending, kind) in (ReadOnlySpan<(string, ArchiveKind)>)
                    [(".zip", ArchiveKind.Zip), (".tar.gz", ArchiveKind.TarGz)]
            )
                if (Path.Combine(folder, commit + ending) is var local && File.Exists(local))
                    return await ArchiveExtractor.NormalizeAsync(local, kind, to, settings.Limits, cancellationToken);
            if (Directory.Exists(Path.Combine(folder, commit)))
                return await ArchiveExtractor.PackAsync(
                    Path.Combine(folder, commit),
                    to,
                    settings.Limits,
                    cancellationToken
                );
        }

        if (HostOf(source) is not { } host)
            return BuildErrors.CommitUnknown(source.ToString(), commit);
        var download = to + ".download";
        using var end = End(cancellationToken);
        try
        {
            using (var answer = await GetAsync(host, Fill(host.Archive, source, commit: commit), end.Token))
            {
                if (IsBusy(answer))
                    return BuildErrors.HostBusy(source.Host);
                if (!answer.IsSuccessStatusCode)
                    return BuildErrors.CommitUnknown(source.ToString(), commit);
                await using var body = await answer.Content.ReadAsStreamAsync(end.Token);
                await using var file = File.Create(download);
                if (!await ArchiveExtractor.CopyAsync(body, file, settings.Limits.Packed, end.Token))
                    return ArchiveExtractor.Refuse(
                        $"The archive is larger than {settings.Limits.Packed / 1024 / 1024} MB."
                    );
            }

            return await ArchiveExtractor.NormalizeAsync(
                download,
                ArchiveKind.Zip,
                to,
                settings.Limits,
                cancellationToken
            );
        }
        catch (Exception away) when (IsAway(away, cancellationToken))
        {
            return BuildErrors.HostBusy(source.Host);
        }
        finally
        {
            File.Delete(download);
        }
    }

    public Task<int> DeleteUnusedAsync(TimeSpan unusedFor, CancellationToken cancellationToken)
    {
        var (before, forgotten) = ((time.GetUtcNow() - unusedFor).UtcDateTime, 0);
        if (!Directory.Exists(settings.Cache))
            return Task.FromResult(0);
        foreach (
            var file in Directory.EnumerateFiles(settings.Cache).Where(file => File.GetLastWriteTimeUtc(file) < before)
        )
        {
            File.Delete(file);
            forgotten++;
        }

        return Task.FromResult(forgotten);
    }

    CodeHost? HostOf(ExperimentRunnerSource source) =>
        settings.Hosts.FirstOrDefault(host => host.Host.Equals(source.Host, StringComparison.OrdinalIgnoreCase));

    /// <summary>host/owner/name below the operator's folder: commit.zip, commit.tar.gz or a folder commit, and refs/branch with a commit in it.</summary>
    string? LocalFolder(ExperimentRunnerSource source) =>
        settings.Folder is { } folder
        && Path.Combine(folder, source.Host.Replace(':', '_'), source.Owner, source.Name) is var path
        && Directory.Exists(path)
            ? path
            : null;

    static Uri Fill(string pattern, ExperimentRunnerSource source, string commit = "", string branch = "") =>
        new(
            pattern
                .Replace("{owner}", source.Owner)
                .Replace("{name}", source.Name)
                .Replace("{commit}", commit)
                .Replace("{branch}", string.Join('/', branch.Split('/').Select(Uri.EscapeDataString)))
        );

    /// <summary>Follows redirects only to where the operator says that this host may lead.</summary>
    async Task<HttpResponseMessage> GetAsync(CodeHost host, Uri address, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.UserAgent.ParseAdd("CHS-build-worker");
            request.Headers.Accept.ParseAdd("*/*");
            var answer = await (host.AllowPrivate ? _private : _public).SendAsync(request, cancellationToken);
            if (
                (int)answer.StatusCode is < 300 or > 399
                || answer.Headers.Location is not { } location
                || redirects >= MostRedirects
            )
                return answer;
            var next = new Uri(address, location);
            if (
                next.Scheme != address.Scheme
                || (
                    next.Authority != address.Authority
                    && !host.Redirects.Contains(next.Host, StringComparer.OrdinalIgnoreCase)
                )
            )
                return answer;
            answer.Dispose();
            address = next;
        }
    }

    static bool IsBusy(HttpResponseMessage answer) => (int)answer.StatusCode is 429 or 403 or >= 500;

    static bool IsAway(Exception failure, CancellationToken cancellationToken) =>
        failure is HttpRequestException or IOException or SocketException
        || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    CancellationTokenSource End(CancellationToken cancellationToken)
    {
        var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(settings.Limits.Time);
        return end;
    }

    static HttpMessageInvoker Client(bool allowPrivate) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                AutomaticDecompression = DecompressionMethods.None,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                ConnectCallback = async (context, cancellationToken) =>
                {
                    // The address that was checked is the one that is called: a name can't change in between.
                    var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
                    if (
                        addresses.FirstOrDefault(address => allowPrivate || !PrivateAddresses.Contains(address))
                        is not { } address
                    )
                        throw new HttpRequestException($"{context.DnsEndPoint.Host} has no public address.");
                    var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
                    {
                        NoDelay = true,
                    };
                    try
                    {
                        await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), cancellationToken);
                        return new NetworkStream(socket, ownsSocket: true);
                    }
                    catch
                    {
                        socket.Dispose();
                        throw;
                    }
                },
            }
        );
}

/// <summary>Where runners may come from, and how much.</summary>
/// <param name="Folder">Sources for places without network; null: none.</param>
/// <param name="Cache">Where fetched ones are kept.</param>
public sealed record SourceSettings(IReadOnlyList<CodeHost> Hosts, string? Folder, string Cache, SourceLimits Limits);

/// <summary>A host of repositories.</summary>
/// <param name="Host">As it stands in a repository's address.</param>
/// <param name="Archive">Address of a commit's zip, with <c>{owner}</c>, <c>{name}</c>, <c>{commit}</c>.</param>
/// <param name="Branch">Address of a branch's newest commit, with <c>{owner}</c>, <c>{name}</c>, <c>{branch}</c>.</param>
/// <param name="Redirects">Other hosts that it may lead to.</param>
/// <param name="AllowPrivate">Whether it may have an address inside the institution.</param>
public sealed record CodeHost(
    string Host,
    string Archive,
    string Branch,
    IReadOnlyList<string> Redirects,
    bool AllowPrivate
);

/// <summary>How much a source may be.</summary>
/// <param name="Packed">Bytes of the archive.</param>
/// <param name="Unpacked">Bytes of all files.</param>
/// <param name="Files">Files and folders.</param>
/// <param name="Time">For fetching.</param>
public sealed record SourceLimits(long Packed, long Unpacked, int Files, TimeSpan Time);
