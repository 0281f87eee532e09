using Chs.Application.Ports;
using Chs.Domain.Builds;

namespace Chs.Application.Builds;

/// <summary>The steps of a build, one after the other.</summary>
/// <remarks>An expected failure ends the build and is returned; anything unexpected is an exception.</remarks>
sealed class BuildPipeline(
    BuildStore store,
    BuildOptions options,
    ISourceArchive sources,
    IContainerEngine engine,
    EarlierFiles earlierFiles,
    ArtefactUpload upload,
    TimeProvider time
)
{
    /// <summary>Folder of the dependency image with the source as it was fetched.</summary>
    const string SourceFolder = "/source";

    /// <summary>
    /// Folder of the dependency image with the source and the installed dependencies. Read-only during the build.
    /// </summary>
    const string RunnerFolder = "/runner";

    /// <summary>Writable folder in which the build runs.</summary>
    const string WorkFolder = "/work";

    /// <returns>Null when the study serves the new files, or another worker has claimed the build.</returns>
    public async Task<BuildFailure?> RunAsync(BuildLease lease, BuildLogWriter log, CancellationToken cancellationToken)
    {
        var prepared = await PrepareAsync(lease, log, cancellationToken);
        if (prepared.Value is not { } run)
            return prepared.Failure;
        var earlier = await earlierFiles.FindAsync(run, cancellationToken);
        if (earlier is not null && earlier.StudyId == lease.StudyId)
        {
            log.Note("Nothing changed since an earlier build: its files are reused.");
            return await PublishAsync(run, FilesOf(lease, earlier), cancellationToken);
        }

        var folder = Directory.CreateTempSubdirectory("chs-output-").FullName;
        try
        {
            var output = new BuildOutput(folder, options.MaximumFiles, options.MaximumBytes);
            return await MakeAsync(run, earlier, output, cancellationToken)
                ?? await CheckAsync(run, output, cancellationToken)
                ?? await UploadAndPublishAsync(run, output, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Makes the study's files: out of another study's, or else by building.</summary>
    /// <param name="earlier">Another study's build with the same inputs; null: there is none.</param>
    async Task<BuildFailure?> MakeAsync(
        BuildRun run,
        EarlierBuild? earlier,
        BuildOutput output,
        CancellationToken cancellationToken
    )
    {
        if (earlier is not null && await earlierFiles.AdaptAsync(run, earlier, output, cancellationToken))
        {
            run.Log.Note("This commit was built before: those files are taken, with this study's address in them.");
            return null;
        }

        var installed = await InstallDependenciesAsync(run, cancellationToken);
        if (installed.Value is not { } dependencyImage)
            return installed.Failure;
        await EnterAsync(run, BuildStage.Build, cancellationToken);
        return await BuildAsync(run, dependencyImage, output, cancellationToken);
    }

    static IReadOnlyList<BuildFile> FilesOf(BuildLease lease, EarlierBuild earlier) =>
        [.. earlier.Files.Select(f => BuildFile.Of(lease.Key, f.Path, f.Size, f.Digest, f.ContentType, f.PackedSize))];

    /// <summary>Records that the attempt begins a stage, after every line of the stage before.</summary>
    async Task EnterAsync(BuildLease lease, BuildLogWriter log, BuildStage stage, CancellationToken cancellationToken)
    {
        await log.FlushAsync();
        if (!await store.EnterStageAsync(lease, stage, cancellationToken))
            log.LoseLease();
        cancellationToken.ThrowIfCancellationRequested();
    }

    Task EnterAsync(BuildRun run, BuildStage stage, CancellationToken cancellationToken) =>
        EnterAsync(run.Lease, run.Log, stage, cancellationToken);

    /// <summary>
    /// Finds out what has to be built: fetches the source, reads its recipe and finds the base image.
    /// </summary>
    async Task<StepResult<BuildRun>> PrepareAsync(
        BuildLease lease,
        BuildLogWriter log,
        CancellationToken cancellationToken
    )
    {
        await EnterAsync(lease, log, BuildStage.Source, cancellationToken);
        if (await engine.CheckHealthAsync(cancellationToken) is { } missing)
            return BuildFailure.For(BuildErrors.NoEngine(missing));

        var source = ExperimentRunnerSource.Parse(lease.Repository);
        if (source.Failed)
            return BuildFailure.For(source.Error);
        log.Note($"Source {lease.Repository} at {lease.Commit}");
        var fetched = await sources.FetchAsync(source.Value, lease.Commit, cancellationToken);
        if (fetched.Failed)
            return BuildFailure.For(fetched.Error);
        var tree = fetched.Value;

        var recipe = tree.Recipe is { } json
            ? ExperimentRunnerRecipe.Read(json)
            : ExperimentRunnerRecipe.ByConvention(tree.Top.Contains);
        if (recipe.Failed)
            return BuildFailure.For(recipe.Error);

        await EnterAsync(lease, log, BuildStage.Dependencies, cancellationToken);
        var baseImage = await engine.GetBaseImageAsync(recipe.Value.Node, log.Add, cancellationToken);
        if (baseImage.Failed)
            return BuildFailure.For(baseImage.Error);
        return new BuildRun(lease, log, tree, recipe.Value, baseImage.Value);
    }

    /// <summary>Makes the image that holds the source and its dependencies, unless it exists already.</summary>
    /// <returns>The image's id or tag.</returns>
    async Task<StepResult<string>> InstallDependenciesAsync(BuildRun run, CancellationToken cancellationToken)
    {
        if (await engine.FindImageAsync(run.DependencyImageTag, cancellationToken) is { } imageId)
        {
            run.Log.Note("Dependencies are here from an earlier build of this commit.");
            return imageId;
        }

        var plan = new ContainerPlan(
            run.BaseImage,
            run.Lease.Id,
            run.Lease.Fence,
            IsWritable: true,
            run.Recipe.Install is [] ? [] : options.RegistryHosts,
            options.DependencyLimits
        );
        await using var container = await engine.StartAsync(plan, cancellationToken);
        await CopySourceAsync(run, container, SourceFolder, cancellationToken);
        await CopySourceAsync(run, container, RunnerFolder, cancellationToken);
        foreach (var command in run.Recipe.Install)
            if (await InstallAsync(run, container, command, cancellationToken) is { } failure)
                return failure;

        await container.SaveAsImageAsync(run.DependencyImageTag, cancellationToken);
        return run.DependencyImageTag;
    }

    static async Task CopySourceAsync(
        BuildRun run,
        IContainer container,
        string folder,
        CancellationToken cancellationToken
    )
    {
        await using var tar = File.OpenRead(run.Source.TarPath);
        await container.CopyInAsync(tar, folder, cancellationToken);
    }

    static async Task<BuildFailure?> InstallAsync(
        BuildRun run,
        IContainer container,
        IReadOnlyList<string> command,
        CancellationToken cancellationToken
    )
    {
        var environment = ExperimentRunnerCommands.Environment(
            ("npm_config_audit", "false"),
            ("npm_config_fund", "false"),
            ("npm_config_update_notifier", "false")
        );
        var failure = await ExperimentRunnerCommands.RunAsync(
            container,
            new ContainerCommand(command, RunnerFolder, environment),
            ExperimentRunnerCommands.Dependencies,
            run.Log,
            cancellationToken
        );
        foreach (var host in container.TakeUnreachedHosts())
            run.Log.Note(ExperimentRunnerCommands.Explain(host));
        return failure;
    }

    /// <summary>Runs the build command without network, and reads the files that it makes.</summary>
    async Task<BuildFailure?> BuildAsync(
        BuildRun run,
        string dependencyImage,
        BuildOutput output,
        CancellationToken cancellationToken
    )
    {
        var plan = new ContainerPlan(
            dependencyImage,
            run.Lease.Id,
            run.Lease.Fence,
            IsWritable: false,
            [],
            options.BuildLimits
        );
        await using var container = await engine.StartAsync(plan, cancellationToken);
        var environment = ExperimentRunnerCommands.Environment((run.Recipe.FingerprintVariable, run.Lease.BasePath));
        if (await FillWorkFolderAsync(run, container, environment, cancellationToken) is { } failure)
            return failure;
        return await ExperimentRunnerCommands.RunAsync(
                container,
                new ContainerCommand(run.Recipe.Build, WorkFolder, environment),
                ExperimentRunnerCommands.Build,
                run.Log,
                cancellationToken
            ) ?? await ReadOutputAsync(run, container, environment, output, cancellationToken);
    }

    /// <summary>
    /// Copies the source to the writable folder, and links what the install commands added beside it.
    /// </summary>
    static async Task<BuildFailure?> FillWorkFolderAsync(
        BuildRun run,
        IContainer container,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellationToken
    )
    {
        const string script =
            $"cp -r {SourceFolder}/. {WorkFolder}/ && cd {RunnerFolder} && for f in * .[!.]*; do "
            + $"[ -e \"$f\" ] && [ ! -e \"{WorkFolder}/$f\" ] && ln -s \"{RunnerFolder}/$f\" \"{WorkFolder}/$f\"; "
            + "done; true";
        var command = new ContainerCommand(["sh", "-c", script], "/", environment);
        var end = await container.RunAsync(command, run.Log.Add, cancellationToken);
        return ExperimentRunnerCommands.FailureOf(end, "copy of the source", ExperimentRunnerCommands.Build);
    }

    static async Task<BuildFailure?> ReadOutputAsync(
        BuildRun run,
        IContainer container,
        IReadOnlyDictionary<string, string> environment,
        BuildOutput output,
        CancellationToken cancellationToken
    )
    {
        var folder = run.Recipe.Output;
        BuildFailure? unusable = null;
        var end = await container.ReadAsync(
            new ContainerCommand(["tar", "-C", $"{WorkFolder}/{folder}", "-cf", "-", "."], "/", environment),
            async (tar, token) => unusable = await output.ReadAsync(tar, token),
            cancellationToken
        );
        if (unusable is not null || end.Succeeded)
            return unusable;
        return new BuildFailure(
            "build.no_output",
            $"The build command succeeded, but made no folder '{folder}'.",
            IsTransient: false
        );
    }

    async Task<BuildFailure?> CheckAsync(BuildRun run, BuildOutput output, CancellationToken cancellationToken)
    {
        await EnterAsync(run, BuildStage.Check, cancellationToken);
        if (await output.CheckPageAsync(run.Lease.BasePath, run.Log.Note, cancellationToken) is { } fault)
            return fault;
        run.Log.Note($"{output.Files.Count} files, {output.Files.Sum(f => f.Size) / 1024} KB");
        return null;
    }

    async Task<BuildFailure?> UploadAndPublishAsync(
        BuildRun run,
        BuildOutput output,
        CancellationToken cancellationToken
    )
    {
        await EnterAsync(run, BuildStage.Upload, cancellationToken);
        if (await upload.UploadAsync(run, output, cancellationToken) is { } files)
            return await PublishAsync(run, files, cancellationToken);
        return new BuildFailure(
            "build.store_busy",
            "Files that this build needs are being removed at this moment.",
            IsTransient: true
        );
    }

    /// <summary>Stores the build's records, and makes the study serve its files.</summary>
    async Task<BuildFailure?> PublishAsync(
        BuildRun run,
        IReadOnlyList<BuildFile> files,
        CancellationToken cancellationToken
    )
    {
        await EnterAsync(run, BuildStage.Publish, cancellationToken);
        var folder = $"{BuildOptions.KeyPrefix}records/{run.Lease.Id}";
        var provenance = $"{folder}/provenance.json";
        var components = $"{folder}/components.json";
        await upload.StoreRecordAsync(
            provenance,
            BuildAttestations.Provenance(run, files, time.GetUtcNow()),
            cancellationToken
        );
        await upload.StoreRecordAsync(
            components,
            BuildAttestations.Components(run, time.GetUtcNow()),
            cancellationToken
        );

        // A reader who sees that the build has ended must have seen the whole log.
        await run.Log.FlushAsync();
        await store.SucceedAsync(run.Lease, files, provenance, components, cancellationToken);
        return null;
    }
}
