using System.Collections.Concurrent;
using System.Formats.Tar;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Infrastructure.Settings;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Chs.Infrastructure.Containers;

/// <summary>
/// The images in which runners are built, one for each major version of Node.js. Those that the operator names are
/// pulled; the others are made on this machine, once, from the files of deploy/runner-images.
/// </summary>
sealed class BaseImages(DockerClient client, EngineSettings settings)
{
    /// <summary>Marks the images that are made here. Sites that share an engine share them, so no site removes them.</summary>
    const string Label = "chs.base";

    const string RecipeSuffix = ".Dockerfile";

    /// <summary>Making an image fetches and unpacks some hundred megabytes.</summary>
    static readonly TimeSpan MaximumTime = TimeSpan.FromMinutes(30);

    readonly string _recipes = Path.Combine(AppContext.BaseDirectory, "runner-images");
    readonly ConcurrentDictionary<string, SemaphoreSlim> _making = new();

    public async Task<Outcome<string>> GetAsync(
        string node,
        Action<BuildLine> onLine,
        CancellationToken cancellationToken
    )
    {
        if (settings.Images.TryGetValue(node, out var reference))
            return await PullAsync(reference, cancellationToken);
        if (!File.Exists(RecipeOf(node)))
            return BuildErrors.NoBaseImage(
                $"The runner needs Node.js {node}. This site builds with {string.Join(", ", Versions)}; the operator can name "
                    + $"an image for others: Chs__Builds__Images__{node}"
            );

        var context = await ReadContextAsync(cancellationToken);
        var tag = $"chs-node-{node}:{DigestOf(node, context)}";
        if (await FindAsync(tag, cancellationToken) is not null)
            return tag;

        // Several builds may need the same image at once: one of them makes it.
        var making = _making.GetOrAdd(node, _ => new SemaphoreSlim(1));
        await making.WaitAsync(cancellationToken);
        try
        {
            var isMade = await FindAsync(tag, cancellationToken) is not null;
            return isMade ? tag : await MakeAsync(node, tag, context, onLine, cancellationToken);
        }
        finally
        {
            making.Release();
        }
    }

    IEnumerable<string> Versions =>
        Directory
            .EnumerateFiles(_recipes, "node-*" + RecipeSuffix)
            .Select(path => Path.GetFileName(path)["node-".Length..^RecipeSuffix.Length])
            .Union(settings.Images.Keys)
            .OrderBy(version => version.Length)
            .ThenBy(version => version, StringComparer.Ordinal);

    /// <remarks>A version is digits only, so it leads nowhere else.</remarks>
    string RecipeOf(string node) => Path.Combine(_recipes, $"node-{node}{RecipeSuffix}");

    async Task<Outcome<string>> PullAsync(string reference, CancellationToken cancellationToken)
    {
        if (await FindAsync(reference, cancellationToken) is { } id)
            return id;
        try
        {
            // A colon before the last slash belongs to the registry's port.
            var hasTag = reference.LastIndexOfAny([':', '@']) > reference.LastIndexOf('/');
            await client.Images.CreateImageAsync(
                new ImagesCreateParameters { FromImage = hasTag ? reference : $"{reference}:latest" },
                null,
                new Progress<JSONMessage>(),
                cancellationToken
            );
        }
        catch (DockerApiException failure)
        {
            var why = $"The base image '{reference}' can't be fetched: {MessageOf(failure)}";
            return IsFinal(failure) ? BuildErrors.NoBaseImage(why) : BuildErrors.BaseImageUnavailable(why);
        }

        return await FindAsync(reference, cancellationToken) is { } pulled
            ? pulled
            : BuildErrors.NoBaseImage($"The engine fetched '{reference}', but doesn't have it.");
    }

    /// <summary>Words of registries that have no such image, or don't give it to us.</summary>
    static readonly string[] FinalWords = ["denied", "unauthorized", "manifest unknown", "not found"];

    /// <summary>Whether trying again is in vain.</summary>
    static bool IsFinal(DockerApiException failure) =>
        (int)failure.StatusCode is >= 400 and < 500 and not (408 or 429)
        || FinalWords.Any(word => failure.ResponseBody?.Contains(word, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>The engine's words for people, without the JSON around them.</summary>
    static string MessageOf(DockerApiException failure)
    {
        var text = failure.ResponseBody ?? failure.Message;
        try
        {
            using var body = JsonDocument.Parse(text);
            return body.RootElement.GetProperty("message").GetString() ?? text;
        }
        catch (Exception unreadable)
            when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return text;
        }
    }

    /// <returns>The image's id; null when the engine doesn't have it.</returns>
    public async Task<string?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.Images.InspectImageAsync(reference, cancellationToken)).ID;
        }
        catch (DockerApiException failure) when (failure.StatusCode is HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    async Task<Outcome<string>> MakeAsync(
        string node,
        string tag,
        SortedDictionary<string, byte[]> context,
        Action<BuildLine> onLine,
        CancellationToken cancellationToken
    )
    {
        onLine(Note($"Making the base image for Node.js {node}, once on this machine: {tag}"));
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(MaximumTime);
        var progress = new MakingProgress(onLine);
        try
        {
            await client.Images.BuildImageFromDockerfileAsync(
                await ParametersOfAsync(node, tag, timeout.Token),
                TarOf(context),
                [],
                new Dictionary<string, string>(),
                progress,
                timeout.Token
            );
        }
        catch (DockerApiException failure)
        {
            return CannotMake(node, MessageOf(failure));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CannotMake(node, $"it took more than {MaximumTime.TotalMinutes:0} minutes");
        }

        if (progress.Error is { } error)
            return CannotMake(node, error);
        return await FindAsync(tag, cancellationToken) is not null ? tag : CannotMake(node, "the engine made none");
    }

    /// <summary>Final, although a network may be back in a minute: whoever waits must learn at once what is missing.</summary>
    static Error CannotMake(string node, string why) =>
        BuildErrors.NoBaseImage(
            $"The base image for Node.js {node} can't be made on this machine: {why}. The log says more. The operator can "
                + $"name one to be fetched instead: Chs__Builds__Images__{node}"
        );

    async Task<ImageBuildParameters> ParametersOfAsync(string node, string tag, CancellationToken cancellationToken)
    {
        var arguments = new Dictionary<string, string>();
        if (BaseOf(node) is { } image)
            arguments["BASE"] = image;
        return new ImageBuildParameters
        {
            Dockerfile = $"node-{node}{RecipeSuffix}",
            Tags = [tag],
            BuildArgs = arguments,
            Labels = new Dictionary<string, string> { [Label] = node },
            NetworkMode = await HasNetworkOfItsOwnAsync(cancellationToken) ? null : "host",
            Remove = true,
            ForceRemove = true,
        };
    }

    /// <returns>The image on which the operator wants it made; null: the recipe's own.</returns>
    string? BaseOf(string node) => settings.ImageBases.TryGetValue(node, out var image) ? image : null;

    /// <summary>
    /// Whether containers can have a network that isn't the machine's. Our own recipes may use the machine's; runners
    /// never do.
    /// </summary>
    async Task<bool> HasNetworkOfItsOwnAsync(CancellationToken cancellationToken)
    {
        var networks = await client.Networks.ListNetworksAsync(new NetworksListParameters(), cancellationToken);
        return networks.Any(network => network.Driver is not ("null" or "host"));
    }

    /// <summary>The recipes' files by name, and the certificates that the operator trusts.</summary>
    async Task<SortedDictionary<string, byte[]>> ReadContextAsync(CancellationToken cancellationToken)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(_recipes))
            files[Path.GetFileName(path)] = await File.ReadAllBytesAsync(path, cancellationToken);
        if (settings.CaBundle is { } bundle)
            files["ca.crt"] = await File.ReadAllBytesAsync(bundle, cancellationToken);
        return files;
    }

    /// <summary>Changes when the image would be another one. Other versions' recipes don't matter.</summary>
    string DigestOf(string node, SortedDictionary<string, byte[]> context)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(BaseOf(node) ?? ""));
        foreach (var (name, content) in context)
        {
            if (name.EndsWith(RecipeSuffix, StringComparison.Ordinal) && name != $"node-{node}{RecipeSuffix}")
                continue;
            hash.AppendData(Encoding.UTF8.GetBytes($"\0{name}\0{content.Length}\0"));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    static MemoryStream TarOf(SortedDictionary<string, byte[]> context)
    {
        var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var (name, content) in context)
                tar.WriteEntry(
                    new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) }
                );
        }

        stream.Position = 0;
        return stream;
    }

    static BuildLine Note(string text) => new(BuildEventKind.Note, text);

    /// <summary>Passes the engine's messages on, in their order.</summary>
    sealed class MakingProgress(Action<BuildLine> onLine) : IProgress<JSONMessage>
    {
        readonly LineSplitter _lines = new(line => onLine(new BuildLine(BuildEventKind.Output, line)));

        /// <summary>Why the image couldn't be made; null: it could.</summary>
        public string? Error { get; private set; }

        public void Report(JSONMessage value)
        {
            if (value.Stream is { } text)
                _lines.Add(Encoding.UTF8.GetBytes(text));
            if (value.ErrorMessage is not { } error)
                return;
            _lines.EndLine();
            Error = error.TrimEnd('.');
        }
    }
}
