using System.Security.Cryptography;
using System.Text;
using Chs.Application.Ports;
using Chs.Domain.Builds;

namespace Chs.Application.Builds;

/// <summary>The stages of a build, one after the other. An expected failure ends them and says why; a fault is an exception.</summary>
sealed class BuildPipeline(
    BuildStore ledger,
    BuildOptions rules,
    ISourceArchive sources,
    IContainerEngine engine,
    ArtefactUpload upload,
    TimeProvider time
)
{
    const string SourceFolder = "/source",
        RunnerFolder = "/runner",
        WorkFolder = "/work";

    /// <returns>Null when the study serves the new files, or the claim was lost.</returns>
    public async Task<BuildFailure?> RunAsync(
        BuildLease order,
        BuildLogWriter told,
        CancellationToken cancellationToken
    )
    {
        Action<BuildLine> tell = told.Tell;
        void Note(string text) => tell(new BuildLine(BuildEventKind.Note, text));
        async Task Enter(BuildStage stage)
        {
            await told.FlushAsync(); // what an earlier stage said stands before this one
            if (!await ledger.EnterAsync(order, stage, cancellationToken))
                told.Lose();
            cancellationToken.ThrowIfCancellationRequested();
        }

        await Enter(BuildStage.Source);
        if (await engine.WhatIsMissingAsync(cancellationToken) is { } missing)
            return new BuildFailure("build.no_engine", missing, MayPass: true);
        var source = ExperimentRunnerSource.Parse(order.Repository);
        if (source.Failed)
            return BuildFailure.For(source.Error);
        Note($"Source {order.Repository} at {order.Commit}");
        var fetched = await sources.FetchAsync(source.Value, order.Commit, cancellationToken);
        if (fetched.Failed)
            return BuildFailure.For(fetched.Error);
        var tree = fetched.Value;
        var read = tree.Recipe is { } json
            ? ExperimentRunnerRecipe.Read(json)
            : ExperimentRunnerRecipe.ByConvention(tree.Top.Contains);
        if (read.Failed)
            return BuildFailure.For(read.Error);
        var recipe = read.Value;

        await Enter(BuildStage.Dependencies);
        if (!rules.Images.TryGetValue(recipe.Node, out var reference))
            return new BuildFailure(
                "build.no_base_image",
                $"The runner wants Node.js {recipe.Node}, for which the operator named no base image (Chs:Builds:Images:{recipe.Node}).",
                MayPass: false
            );
        if (await engine.FindImageAsync(reference, fetch: true, cancellationToken) is not { } baseImage)
            return new BuildFailure(
                "build.no_base_image",
                $"The base image '{reference}' can't be had.",
                MayPass: true
            );
        var image = await DependenciesAsync(order, tree, recipe, baseImage, tell, cancellationToken);
        if (image.Failure is { } failed)
            return failed;

        var inputs = Digest(order.StudyId.ToString(), order.Repository, order.Commit, baseImage, Recipe(recipe));
        if (
            await ledger.DependsAsync(order, inputs, cancellationToken) is { } same
            && await upload.AreStoredAsync(same, cancellationToken)
        )
        {
            Note("Nothing changed since an earlier build: its files are taken.");
            return await PublishAsync(
                order,
                tree,
                baseImage,
                inputs,
                recipe,
                [.. same.Select(f => BuildFile.Of(order.Key, f.Path, f.Size, f.Digest, f.ContentType, f.PackedSize))],
                Enter,
                told,
                cancellationToken
            );
        }

        await Enter(BuildStage.Build);
        var folder = Directory.CreateTempSubdirectory("chs-output-").FullName;
        try
        {
            var output = new BuildOutput(folder, rules.MostFiles, rules.MostBytes);
            await using (
                var container = await engine.StartAsync(
                    new ContainerPlan(image.Id!, order.Id, order.Fence, IsWritable: false, [], rules.Build),
                    cancellationToken
                )
            )
            {
                if (await BuildAsync(container, order, recipe, output, tell, cancellationToken) is { } unbuilt)
                    return unbuilt;
            }

            await Enter(BuildStage.Check);
            if (await output.FaultAsync(order.Home, cancellationToken) is { } fault)
                return fault;
            Note($"{output.Files.Count} files, {output.Files.Sum(f => f.Size) / 1024} KB");

            await Enter(BuildStage.Upload);
            if (await upload.RunAsync(output, order, Note, cancellationToken) is not { } files)
                return new BuildFailure(
                    "build.store_busy",
                    "Files that this build needs are being removed at this moment.",
                    MayPass: true
                );
            return await PublishAsync(order, tree, baseImage, inputs, recipe, files, Enter, told, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The image that holds the source and its dependencies: made once for each commit.</summary>
    async Task<(string? Id, BuildFailure? Failure)> DependenciesAsync(
        BuildLease order,
        SourceTree tree,
        ExperimentRunnerRecipe recipe,
        string baseImage,
        Action<BuildLine> tell,
        CancellationToken cancellationToken
    )
    {
        var tag = $"chs-runner:{Digest(order.Repository, order.Commit, baseImage, Recipe(recipe))[..32]}";
        if (await engine.FindImageAsync(tag, fetch: false, cancellationToken) is { } known)
        {
            tell(new BuildLine(BuildEventKind.Note, "Dependencies are here from an earlier build of this commit."));
            return (known, null);
        }

        await using var container = await engine.StartAsync(
            new ContainerPlan(
                baseImage,
                order.Id,
                order.Fence,
                IsWritable: true,
                recipe.Install is [] ? [] : rules.Registries,
                rules.Dependencies
            ),
            cancellationToken
        );
        foreach (var folder in (string[])[SourceFolder, RunnerFolder])
        {
            await using var tar = File.OpenRead(tree.TarPath);
            await container.CopyInAsync(tar, folder, cancellationToken);
        }

        foreach (var command in recipe.Install)
        {
            tell(new BuildLine(BuildEventKind.Note, $"$ {string.Join(' ', command)}"));
            var end = await container.RunAsync(
                new ContainerCommand(
                    command,
                    RunnerFolder,
                    Environment(
                        ("npm_config_audit", "false"),
                        ("npm_config_fund", "false"),
                        ("npm_config_update_notifier", "false")
                    )
                ),
                tell,
                cancellationToken
            );
            if (!end.IsGood)
                return (null, FailureOf(end, "dependencies", command));
        }

        await container.SaveAsImageAsync(tag, cancellationToken);
        return (tag, null);
    }

    static async Task<BuildFailure?> BuildAsync(
        IContainer container,
        BuildLease order,
        ExperimentRunnerRecipe recipe,
        BuildOutput output,
        Action<BuildLine> tell,
        CancellationToken cancellationToken
    )
    {
        // The runner's folder can't be written to: the source is copied where it can, and what was installed is linked beside it.
        const string prepare =
            $"cp -r {SourceFolder}/. {WorkFolder}/ && cd {RunnerFolder} && for f in * .[!.]*; do [ -e \"$f\" ] && [ ! -e \"{WorkFolder}/$f\" ] && ln -s \"{RunnerFolder}/$f\" \"{WorkFolder}/$f\"; done; true";
        var environment = Environment((recipe.FingerprintVariable, order.Home));
        var prepared = await container.RunAsync(
            new ContainerCommand(["sh", "-c", prepare], "/", environment),
            tell,
            cancellationToken
        );
        if (!prepared.IsGood)
            return FailureOf(prepared, "build", ["copy of the source"]);

        tell(new BuildLine(BuildEventKind.Note, $"$ {string.Join(' ', recipe.Build)}"));
        var built = await container.RunAsync(
            new ContainerCommand(recipe.Build, WorkFolder, environment),
            tell,
            cancellationToken
        );
        if (!built.IsGood)
            return FailureOf(built, "build", recipe.Build);

        BuildFailure? unreadable = null;
        var end = await container.ReadAsync(
            new ContainerCommand(["tar", "-C", $"{WorkFolder}/{recipe.Output}", "-cf", "-", "."], "/", environment),
            async (tar, token) => unreadable = await output.ReadAsync(tar, token),
            cancellationToken
        );
        if (unreadable is not null)
            return unreadable;
        return end.IsGood
            ? null
            : new BuildFailure(
                "build.no_output",
                $"The build ended well, but made no folder '{recipe.Output}'.",
                MayPass: false
            );
    }

    async Task<BuildFailure?> PublishAsync(
        BuildLease order,
        SourceTree tree,
        string baseImage,
        string inputs,
        ExperimentRunnerRecipe recipe,
        IReadOnlyList<BuildFile> files,
        Func<BuildStage, Task> enter,
        BuildLogWriter told,
        CancellationToken cancellationToken
    )
    {
        await enter(BuildStage.Publish);
        var provenance = await upload.RecordAsync(
            $"{BuildOptions.Prefix}records/{order.Id}/provenance.json",
            BuildAttestations.Provenance(order, recipe, baseImage, inputs, files, time.GetUtcNow()),
            cancellationToken
        );
        var components = await upload.RecordAsync(
            $"{BuildOptions.Prefix}records/{order.Id}/components.json",
            BuildAttestations.Components(order, tree, time.GetUtcNow()),
            cancellationToken
        );
        await told.FlushAsync(); // whoever reads until the end has read all
        await ledger.SucceedAsync(order, files, provenance, components, cancellationToken);
        return null;
    }

    static BuildFailure FailureOf(CommandEnd end, string stage, IReadOnlyList<string> command)
    {
        var what = string.Join(' ', command);
        return end.Stopped switch
        {
            CommandStop.TooLong => new(
                $"build.{stage}_too_long",
                $"'{what}' took too long and was stopped.",
                MayPass: false
            ),
            CommandStop.TooMuchOutput => new(
                "build.too_much_output",
                $"'{what}' printed without end and was stopped.",
                MayPass: false
            ),
            CommandStop.TooMuchDisk => new(
                "build.too_much_disk",
                $"'{what}' wrote more than it may and was stopped.",
                MayPass: false
            ),
            CommandStop.OutOfMemory => new(
                "build.out_of_memory",
                $"'{what}' needed more memory than it may have.",
                MayPass: false
            ),
            _ => new(
                $"build.{(stage == "build" ? "script" : stage)}_failed",
                $"'{what}' failed with exit code {end.ExitCode}. The log says why.",
                MayPass: false
            ),
        };
    }

    static Dictionary<string, string> Environment(params ReadOnlySpan<(string Name, string Value)> more)
    {
        // CI: programs don't ask questions. Nothing here is, or may ever be, a secret.
        var environment = new Dictionary<string, string>
        {
            ["HOME"] = "/tmp/home",
            ["CI"] = "true",
            ["npm_config_cache"] = "/tmp/npm",
            ["YARN_CACHE_FOLDER"] = "/tmp/yarn",
            ["TMPDIR"] = "/tmp",
        };
        foreach (var (name, value) in more)
            environment[name] = value;
        return environment;
    }

    static string Recipe(ExperimentRunnerRecipe recipe) =>
        string.Join(
            '\n',
            [
                recipe.Node,
                .. recipe.Install.Select(command => string.Join('\0', command)),
                "",
                string.Join('\0', recipe.Build),
                recipe.Output,
                recipe.FingerprintVariable,
            ]
        );

    static string Digest(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
