using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Infrastructure.Containers;
using Chs.Infrastructure.Settings;
using Chs.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Chs.Infrastructure.Tests.Containers;

/// <summary>The images in which runners are built.</summary>
public class BaseImagesTests
{
    readonly List<string> _log = [];

    static BuildSettings SettingsOf(Action<BuildSettings> change)
    {
        // The same certificates as when the servers of the tests were started: then the engine has each step already.
        var settings = new BuildSettings
        {
            Engine = new Uri(Servers.Engine!),
            Site = "t-images",
            CaBundle = "/etc/ssl/certs/ca-certificates.crt",
        };
        change(settings);
        return settings;
    }

    async Task<Outcome<string>> GetAsync(string node, Action<BuildSettings> change)
    {
        using var engine = new DockerEngine(
            SettingsOf(change).ToEngine(),
            TimeProvider.System,
            NullLogger<DockerEngine>.Instance
        );
        return await engine.GetBaseImageAsync(node, line => _log.Add($"{line.Kind}: {line.Text}"), default);
    }

    [EngineFact]
    public async Task One_is_made_by_our_recipe_and_kept()
    {
        static void OnDebian(BuildSettings settings) => settings.ImageBases["20"] = Servers.Debian;
        var made = (await GetAsync("20", OnDebian)).Value;
        _log.Clear();
        var again = (await GetAsync("20", OnDebian)).Value;
        Assert.Equal(made, again);
        Assert.Empty(_log);
        const string tools =
            "node --version; npm --version; yarn --version; git --version; python3 --version; make --version; g++ --version; "
            + "ls /usr/local/include/node/node.h";
        string[] command = ["run", "--rm", "--network", "none", "--user", "1000", made, "sh", "-ec", tools];
        var versions = await BuildScene.DockerAsync(command);
        Assert.Contains("v20.", versions);
        Assert.Contains("/usr/local/include/node/node.h", versions);
        var image = await BuildScene.DockerAsync("inspect", made);
        Assert.Contains("\"chs.base\": \"20\"", image);
        // It belongs to no site, so none removes it.
        Assert.DoesNotContain("chs.site", image);
    }

    [EngineFact]
    public async Task One_that_cannot_be_made_says_why_and_what_to_do()
    {
        var refused = (await GetAsync("22", settings => settings.ImageBases["22"] = "localhost:1/none:1")).Error!;
        Assert.Equal(BuildErrors.NoBaseImageCode, refused.Code);
        Assert.Contains("The base image for Node.js 22 can't be made on this machine:", refused.Message);
        Assert.Contains("Chs__Builds__Images__22", refused.Message);
        Assert.Contains("localhost:1", refused.Message);
        Assert.False(BuildFailure.For(refused).IsTransient);
    }

    [EngineFact]
    public async Task A_recipe_that_fails_shows_its_output()
    {
        // Debian without its package manager: nothing can be installed.
        var work = Directory.CreateTempSubdirectory("chs-image-").FullName;
        await File.WriteAllTextAsync(
            Path.Combine(work, "Dockerfile"),
            $"FROM {Servers.Debian}\nRUN rm /usr/bin/apt-get\n"
        );
        await BuildScene.DockerAsync("build", "-q", "-t", "chs-test-broken", work);
        Directory.Delete(work, recursive: true);
        var refused = (await GetAsync("20", settings => settings.ImageBases["20"] = "chs-test-broken")).Error!;
        Assert.Contains("non-zero code", refused.Message);
        Assert.Contains(
            _log,
            line => line.StartsWith("Note: Making the base image for Node.js 20", StringComparison.Ordinal)
        );
        Assert.Contains(_log, line => line.Contains("apt-get: not found", StringComparison.Ordinal));
    }

    [EngineFact]
    public async Task One_that_the_operator_names_is_found_or_fetched()
    {
        var named = (await GetAsync("20", settings => settings.Images["20"] = Servers.BaseImage)).Value;
        Assert.Contains(Servers.BaseImage, await BuildScene.DockerAsync("inspect", named));
        var refused = (await GetAsync("20", settings => settings.Images["20"] = "localhost:1/none:1")).Error!;
        Assert.Contains("The base image 'localhost:1/none:1' can't be fetched:", refused.Message);
        Assert.DoesNotContain("{\"message\"", refused.Message);
        // Nobody listens there now; somebody may in a minute.
        Assert.True(BuildFailure.For(refused).IsTransient);
    }

    [EngineFact]
    public async Task A_version_that_nobody_provides_is_refused_with_those_that_there_are()
    {
        var refused = (await GetAsync("9", settings => settings.Images["7"] = "node:7")).Error!;
        Assert.Contains("needs Node.js 9", refused.Message);
        Assert.Contains("7, 12, 14, 16, 18, 20, 22", refused.Message);
        Assert.Contains("Chs__Builds__Images__9", refused.Message);
        Assert.False(BuildFailure.For(refused).IsTransient);
    }
}
