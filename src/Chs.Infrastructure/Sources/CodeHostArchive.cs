using System.Net.Sockets;
using System.Text.Json;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Infrastructure.Settings;

namespace Chs.Infrastructure.Sources;

/// <summary>
/// Sources of experiment runners, from the code hosts that the operator allows or from a folder of this machine.
/// </summary>
/// <remarks>
/// What is fetched is read once, with limits, into an archive of plain files and folders, which is cached by commit.
/// The operator's folder has the form <c>host/owner/name</c>; below it are <c>commit.zip</c>, <c>commit.tar.gz</c> or a
/// folder <c>commit</c>, and files <c>refs/branch</c> that hold a commit.
/// </remarks>
sealed class CodeHostArchive(SourceSettings settings, TimeProvider time) : ISourceArchive
{
    /// <summary>Bytes of a host's answer about a branch.</summary>
    const long MaximumBranchAnswer = 1024 * 1024;

    /// <summary>Archives aren't counted by GitHub's limits, questions about branches are.</summary>
    const string WithoutBranch = "A study that names its runner's commit asks for no branch.";

    readonly CodeHostClient _client = new();

    public Outcome Allows(ExperimentRunnerSource source)
    {
        if (HostOf(source) is not null || LocalFolder(source) is not null)
            return Outcome.Ok;
        var hosts = string.Join(", ", settings.Hosts.Select(host => host.Host));
        return BuildErrors.RepositoryRefused(
            $"Runners may come from {hosts}; not from {source.Host}. The operator decides that."
        );
    }

    public async Task<Outcome<string>> ResolveAsync(
        ExperimentRunnerSource source,
        string branch,
        CancellationToken cancellationToken
    )
    {
        var unknown = BuildErrors.BranchUnknown(source.ToString(), branch);
        if (LocalBranchFile(source, branch) is { } file)
        {
            var commit = (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
            return ExperimentRunnerSource.IsCommit(commit) ? commit : unknown;
        }

        if (HostOf(source) is not { } host)
            return unknown;
        using var timeout = StartTimeout(cancellationToken);
        try
        {
            using var response = await _client.GetAsync(host, BranchAddress(host, source, branch), timeout.Token);
            if (CodeHostRefusal.Of(response, source.Host, time.GetUtcNow()) is { } refusal)
                return refusal with { Message = $"{refusal.Message} {WithoutBranch}" };
            if (!response.IsSuccessStatusCode)
                return unknown;
            if (await ReadAsync(response, MaximumBranchAnswer, timeout.Token) is not { } content)
                return BuildErrors.HostUnavailable(source.Host);
            return CommitOf(content) is { } commit ? commit : unknown;
        }
        catch (Exception failure) when (IsUnreachable(failure, cancellationToken))
        {
            return BuildErrors.HostUnavailable(source.Host);
        }
        catch (JsonException)
        {
            return unknown;
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
        using var timeout = StartTimeout(cancellationToken);
        try
        {
            using var response = await _client.GetAsync(host, ArchiveAddress(host, source, commit), timeout.Token);
            if (CodeHostRefusal.Of(response, source.Host, time.GetUtcNow()) is { } refusal)
                return refusal;
            return response.IsSuccessStatusCode ? Outcome.Ok : BuildErrors.CommitUnknown(source.ToString(), commit);
        }
        catch (Exception failure) when (IsUnreachable(failure, cancellationToken))
        {
            return BuildErrors.HostUnavailable(source.Host);
        }
    }

    public async Task<Outcome<SourceTree>> FetchAsync(
        ExperimentRunnerSource source,
        string commit,
        CancellationToken cancellationToken
    )
    {
        var name = $"{FolderNameOf(source.Host)}_{source.Owner}_{source.Name}_{commit}.tar";
        var path = Path.Combine(settings.Cache, name);
        Directory.CreateDirectory(settings.Cache);
        if (!File.Exists(path) && await CacheAsync(source, commit, path, cancellationToken) is { } refusal)
            return refusal;

        // The time of the last use, by which unused archives are found.
        File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
        return await ArchiveExtractor.DescribeAsync(path, cancellationToken);
    }

    /// <summary>Creates an archive under another name and then moves it, so that nobody reads half of it.</summary>
    async Task<Error?> CacheAsync(
        ExperimentRunnerSource source,
        string commit,
        string path,
        CancellationToken cancellationToken
    )
    {
        var partPath = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            var refusal = await CreateArchiveAsync(source, commit, partPath, cancellationToken);
            if (refusal is null)
                File.Move(partPath, path, overwrite: true);
            return refusal;
        }
        finally
        {
            File.Delete(partPath);
        }
    }

    async Task<Error?> CreateArchiveAsync(
        ExperimentRunnerSource source,
        string commit,
        string to,
        CancellationToken cancellationToken
    )
    {
        if (LocalFolder(source) is { } folder)
        {
            var path = Path.Combine(folder, commit);
            if (File.Exists(path + ".zip"))
                return await NormalizeAsync(path + ".zip", ArchiveKind.Zip, to, cancellationToken);
            if (File.Exists(path + ".tar.gz"))
                return await NormalizeAsync(path + ".tar.gz", ArchiveKind.TarGz, to, cancellationToken);
            if (Directory.Exists(path))
                return await ArchiveExtractor.PackAsync(path, to, settings.Limits, cancellationToken);
        }

        return HostOf(source) is { } host
            ? await DownloadAsync(host, source, commit, to, cancellationToken)
            : BuildErrors.CommitUnknown(source.ToString(), commit);
    }

    async Task<Error?> DownloadAsync(
        CodeHost host,
        ExperimentRunnerSource source,
        string commit,
        string to,
        CancellationToken cancellationToken
    )
    {
        var download = to + ".download";
        using var timeout = StartTimeout(cancellationToken);
        try
        {
            using (var response = await _client.GetAsync(host, ArchiveAddress(host, source, commit), timeout.Token))
            {
                if (CodeHostRefusal.Of(response, source.Host, time.GetUtcNow()) is { } refusal)
                    return refusal;
                if (!response.IsSuccessStatusCode)
                    return BuildErrors.CommitUnknown(source.ToString(), commit);
                if (!await SaveAsync(response, download, settings.Limits.Packed, timeout.Token))
                    return ArchiveErrors.TooLarge(settings.Limits.Packed);
            }

            return await NormalizeAsync(download, ArchiveKind.Zip, to, cancellationToken);
        }
        catch (Exception failure) when (IsUnreachable(failure, cancellationToken))
        {
            return BuildErrors.HostUnavailable(source.Host);
        }
        finally
        {
            File.Delete(download);
        }
    }

    Task<Error?> NormalizeAsync(string path, ArchiveKind kind, string to, CancellationToken cancellationToken) =>
        ArchiveExtractor.NormalizeAsync(path, kind, to, settings.Limits, cancellationToken);

    public Task<int> DeleteUnusedAsync(TimeSpan unusedFor, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(settings.Cache))
            return Task.FromResult(0);
        var usedBefore = (time.GetUtcNow() - unusedFor).UtcDateTime;
        var deleted = 0;
        foreach (var file in Directory.EnumerateFiles(settings.Cache))
        {
            if (File.GetLastWriteTimeUtc(file) >= usedBefore)
                continue;
            File.Delete(file);
            deleted++;
        }

        return Task.FromResult(deleted);
    }

    CodeHost? HostOf(ExperimentRunnerSource source) =>
        settings.Hosts.FirstOrDefault(host => host.Host.Equals(source.Host, StringComparison.OrdinalIgnoreCase));

    /// <returns>The repository's folder below the operator's; null when there is none.</returns>
    string? LocalFolder(ExperimentRunnerSource source)
    {
        if (settings.Folder is null)
            return null;
        var path = Path.Combine(settings.Folder, FolderNameOf(source.Host), source.Owner, source.Name);
        return Directory.Exists(path) ? path : null;
    }

    string? LocalBranchFile(ExperimentRunnerSource source, string branch)
    {
        if (LocalFolder(source) is not { } folder)
            return null;
        var path = Path.Combine(folder, "refs", branch.Replace('/', '-'));
        return File.Exists(path) ? path : null;
    }

    /// <summary>A host's port follows a colon, which file systems don't all allow.</summary>
    static string FolderNameOf(string host) => host.Replace(':', '_');

    static Uri ArchiveAddress(CodeHost host, ExperimentRunnerSource source, string commit) =>
        new(FillRepository(host.Archive, source).Replace("{commit}", commit).Replace("{branch}", ""));

    static Uri BranchAddress(CodeHost host, ExperimentRunnerSource source, string branch)
    {
        var escaped = string.Join('/', branch.Split('/').Select(Uri.EscapeDataString));
        return new Uri(FillRepository(host.Branch, source).Replace("{commit}", "").Replace("{branch}", escaped));
    }

    static string FillRepository(string pattern, ExperimentRunnerSource source) =>
        pattern.Replace("{owner}", source.Owner).Replace("{name}", source.Name);

    /// <summary>Reads the commit out of GitHub's description of a reference.</summary>
    /// <returns>
    /// Null also for a list of references, which GitHub returns when only longer names begin with the branch's.
    /// </returns>
    static string? CommitOf(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.ValueKind is not JsonValueKind.Object)
            return null;
        if (!root.TryGetProperty("object", out var target) || !target.TryGetProperty("sha", out var sha))
            return null;
        var commit = sha.GetString();
        return ExperimentRunnerSource.IsCommit(commit) ? commit : null;
    }

    /// <returns>Null when the content is longer than the limit.</returns>
    static async Task<byte[]?> ReadAsync(HttpResponseMessage response, long limit, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var content = new MemoryStream();
        return await LimitedCopy.CopyAsync(body, content, limit, cancellationToken) ? content.ToArray() : null;
    }

    /// <returns>Whether the content isn't longer than the limit.</returns>
    static async Task<bool> SaveAsync(
        HttpResponseMessage response,
        string path,
        long limit,
        CancellationToken cancellationToken
    )
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var file = File.Create(path);
        return await LimitedCopy.CopyAsync(body, file, limit, cancellationToken);
    }

    static bool IsUnreachable(Exception failure, CancellationToken cancellationToken) =>
        failure switch
        {
            HttpRequestException or IOException or SocketException => true,
            // Our own timeout, and not the caller's cancellation.
            OperationCanceledException => !cancellationToken.IsCancellationRequested,
            _ => false,
        };

    CancellationTokenSource StartTimeout(CancellationToken cancellationToken)
    {
        var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(settings.Limits.Time);
        return timeout;
    }
}
