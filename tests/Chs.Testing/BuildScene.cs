using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Amazon.S3;
using Chs.Infrastructure.Persistence;
using RabbitMQ.Client;
using Xunit;

namespace Chs.Testing;

/// <summary>
/// Everything that builds need, as in production: PostgreSQL, RabbitMQ, S3, a container engine and a code host,
/// an API server that doesn't build, and as many workers as the test starts.
/// </summary>
public sealed class BuildScene : IAsyncDisposable
{
    /// <summary>Seconds after which a worker that doesn't renew its lease loses the build.</summary>
    public const int Lease = 3;

    /// <summary>Texts that must not appear in any bundle, image or log.</summary>
    public static readonly string[] Secrets =
    [
        "callback-key-that-nobody-may-find-anywhere",
        "mail-password-that-nobody-may-find",
        Convert.ToBase64String("sealing-key-that-nobody-may-find"u8),
    ];

    readonly string _data = Directory.CreateTempSubdirectory("chs-scene-").FullName;
    readonly string _site = $"t{Guid.NewGuid():N}"[..16];
    readonly List<ServerProcess> _workers = [];

    /// <summary>Environment variables of every program.</summary>
    (string, string)[] _settings = [];
    string? _database;

    public CodeHostStandIn Code { get; private set; } = null!;

    public TroubledStore Store { get; private set; } = null!;

    public ServerProcess Api { get; private set; } = null!;

    /// <summary>The demo's researcher.</summary>
    public ApiClient Researcher { get; private set; } = null!;

    public ApiClient Parent { get; private set; } = null!;

    /// <summary>A commit whose build succeeds within seconds.</summary>
    public string Good { get; private set; } = "";

    /// <summary>Why a scene can't be started: one of its servers is missing. Null: it can.</summary>
    public static string? ReasonToSkip =>
        Servers.ReasonToSkip("CHS_TEST_DOCKER", "CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES");

    /// <summary>Everything that the programs have written to their consoles.</summary>
    public string Output => string.Join('\n', _workers.Select(worker => worker.Output).Append(Api.Output));

    public static Task<BuildScene> StartAsync(params (string, string)[] more) => StartAsync(null, more);

    /// <param name="broker">Address of a broker for this test alone. Null: the one that all tests share.</param>
    /// <param name="more">Further environment variables for every program.</param>
    public static async Task<BuildScene> StartAsync(string? broker, params (string, string)[] more)
    {
        var scene = new BuildScene
        {
            Code = await CodeHostStandIn.StartAsync(),
            Store = await TroubledStore.StartAsync(),
        };
        scene._database = (await TestDatabases.MakeAsync(DatabaseProvider.Postgres)).Database.ConnectionString!;
        var bucket = $"b{Guid.NewGuid():N}";
        await CreateBucketAsync(bucket);
        scene._settings =
        [
            .. scene.ServerSettings(broker ?? Servers.Rabbit!, bucket),
            .. scene.BuildSettings(),
            .. SecretSettings,
            .. scene.Code.Settings,
            .. more,
        ];
        scene.Good = scene.CommitThat("");
        scene.Code.Head = scene.Good;
        scene.Api = await ServerProcess.StartOnMigratedAsync(scene._data, scene._database, scene._settings);
        scene.Researcher = ApiClient.To(scene.Api.Address);
        await scene.Researcher.LogInAsync("researcher@demo.chs");
        scene.Parent = ApiClient.To(scene.Api.Address);
        await scene.Parent.LogInAsync("parent@demo.chs");
        return scene;
    }

    /// <summary>Creates a bucket in the S3 server that all tests share.</summary>
    public static async Task CreateBucketAsync(string bucket)
    {
        var configuration = new AmazonS3Config
        {
            ServiceURL = Servers.S3,
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
        };
        using var s3 = new AmazonS3Client(Servers.S3Access, Servers.S3Secret, configuration);
        await s3.PutBucketAsync(bucket);
    }

    (string, string)[] ServerSettings(string broker, string bucket) =>
        [
            ("Chs__Queue__Provider", "RabbitMq"),
            ("Chs__Queue__Uri", broker),
            ("Chs__Queue__Name", _site),
            ("Chs__Artefacts__Provider", "S3"),
            ("Chs__Artefacts__Endpoint", Store.Address),
            ("Chs__Artefacts__Bucket", bucket),
            ("Chs__Artefacts__AccessKey", Servers.S3Access),
            ("Chs__Artefacts__SecretKey", Servers.S3Secret),
        ];

    /// <summary>Short leases and low limits, so that tests reach them quickly.</summary>
    (string, string)[] BuildSettings() =>
        [
            ("Chs__Builds__Engine", Servers.Engine!),
            ("Chs__Builds__Images__20", Servers.BaseImage),
            ("Chs__Builds__Site", _site),
            ("Chs__Builds__InApi", "false"),
            ("Chs__Builds__LeaseSeconds", $"{Lease}"),
            ("Chs__Builds__RetrySeconds", "1"),
            ("Chs__Builds__Build__Seconds", "20"),
            ("Chs__Builds__Build__Memory", "512"),
            ("Chs__Builds__Build__Scratch", "64"),
            ("Chs__Builds__Build__Log", "2"),
            ("Chs__Builds__Build__Processes", "64"),
            ("Chs__Builds__Dependencies__Seconds", "60"),
            ("Chs__Builds__Dependencies__Disk", "100"),
            ("Chs__Builds__Source__Unpacked", "20"),
            ("Chs__Builds__Source__Files", "2000"),
            ("Chs__Builds__CaBundle", "/etc/ssl/certs/ca-certificates.crt"),
            ("Chs__Builds__PrivateRegistries", "true"),
        ];

    static (string, string)[] SecretSettings =>
        [
            ("Chs__Videos__CallbackKey", Secrets[0]),
            ("Chs__Mail__Password", Secrets[1]),
            ("Chs__SealingKey", Secrets[2]),
        ];

    /// <summary>A build script that makes a page, a script and a style sheet.</summary>
    /// <param name="before">JavaScript that runs before that.</param>
    public static string Script(string before) =>
        $$"""
            import { mkdirSync, writeFileSync } from "node:fs";
            {{before}}
            const home = process.env.PREPEND_FINGERPRINT;
            mkdirSync("dist/assets", { recursive: true });
            writeFileSync("dist/assets/app-0123456789abcdef.js", "document.title = 'built'; // " + "x".repeat(2000));
            writeFileSync("dist/assets/plain.css", "body { color: black }");
            const settings = encodeURIComponent(JSON.stringify({
              environment: "production",
              awsRecording: { region: "a", accessKeyId: "b", secretAccessKey: "c", bucket: "d" },
            }));
            const head = `<title>?</title>`
              + `<meta name="ember-lookit-frameplayer/config/environment" content="${settings}">`
              + `<link rel="stylesheet" href="${home}assets/plain.css">`;
            const body = `<script src="${home}assets/app-0123456789abcdef.js"></script>`;
            writeFileSync("dist/index.html", `<!doctype html><html><head>${head}</head><body>${body}</body></html>`);
            """;

    /// <summary>Adds a commit whose build script runs some JavaScript before it builds.</summary>
    /// <returns>The commit's id.</returns>
    public string CommitThat(string before) =>
        Code.Commit(
            ("chs-runner.json", """{"node":"20","install":[],"build":["node","build.mjs"]}"""),
            ("build.mjs", Script(before))
        );

    /// <summary>Starts a build worker.</summary>
    public async Task<ServerProcess> WorkerAsync(params (string, string)[] more)
    {
        var worker = await ServerProcess.WorkerAsync(_data, _database, [.. _settings, .. more]);
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Kills every worker that is still there.</summary>
    public async Task KillWorkersAsync()
    {
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        _workers.Clear();
    }

    /// <summary>Creates a frameplayer study of the demo's lab.</summary>
    /// <param name="commit">Null: the head of the branch.</param>
    public Task<Guid> StudyAsync(string? commit = null) => CreateStudyAsync(Researcher, commit);

    /// <summary>Creates a frameplayer study of the researcher's first lab.</summary>
    /// <param name="commit">Null: the head of the branch.</param>
    public static async Task<Guid> CreateStudyAsync(ApiClient researcher, string? commit)
    {
        var labs = await researcher.GetJsonAsync("/api/v3/labs");
        var study = await researcher.PostJsonAsync(
            "/api/v3/studies",
            new
            {
                labId = labs.GetProperty("items")[0].GetProperty("id").GetGuid(),
                type = "frameplayer",
                study = new { name = $"Frames {Guid.NewGuid():N}", runnerCommit = commit },
            }
        );
        return study.GetProperty("id").GetGuid();
    }

    /// <summary>Makes a study use another commit of the runner.</summary>
    public async Task UseAsync(Guid study, string commit)
    {
        using var answer = await Researcher.SendAsync(
            HttpMethod.Patch,
            $"/api/v3/studies/{study}",
            JsonContent.Create(new { runnerCommit = commit }),
            ("If-Match", "*")
        );
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Requests a build.</summary>
    /// <returns>Its id.</returns>
    public async Task<Guid> RequestAsync(Guid study)
    {
        var build = await Researcher.PostJsonAsync($"/api/v3/studies/{study}/builds", new { });
        return build.GetProperty("id").GetGuid();
    }

    public Task<JsonElement> ReadAsync(Guid build) => Researcher.GetJsonAsync($"/api/v3/builds/{build}");

    /// <summary>Waits until a build has ended or reached a stage.</summary>
    public async Task<JsonElement> WaitAsync(Guid build, string? stage = null, int seconds = 60)
    {
        for (var i = 0; i < seconds * 20; i++, await Task.Delay(50))
        {
            var now = await ReadAsync(build);
            if (now.GetProperty("state").GetString() is "succeeded" or "failed" or "cancelled" or "superseded")
                return now;
            if (stage is not null && now.GetProperty("stage").GetString() == stage)
                return now;
        }

        throw new TimeoutException($"The build didn't end:\n{await LogAsync(build)}\n{Output}");
    }

    /// <summary>Waits up to twenty seconds until a build satisfies a condition.</summary>
    /// <returns>The build as it was read last.</returns>
    public async Task<JsonElement> WaitUntilAsync(Guid build, Func<JsonElement, bool> condition)
    {
        var read = await ReadAsync(build);
        for (var i = 0; i < 200 && !condition(read); i++)
        {
            await Task.Delay(100);
            read = await ReadAsync(build);
        }

        return read;
    }

    /// <summary>The build's log, a line for each event.</summary>
    public async Task<string> LogAsync(Guid build)
    {
        var log = await Researcher.GetJsonAsync($"/api/v3/builds/{build}/log?limit=5000");
        var lines = log.GetProperty("events")
            .EnumerateArray()
            .Select(line => $"{line.GetProperty("kind")}: {line.GetProperty("text")}");
        return string.Join('\n', lines);
    }

    /// <summary>Numbers of the log's events, in their order.</summary>
    public async Task<IReadOnlyList<int>> EventNumbersAsync(Guid build)
    {
        var log = await Researcher.GetJsonAsync($"/api/v3/builds/{build}/log?limit=5000");
        return [.. log.GetProperty("events").EnumerateArray().Select(line => line.GetProperty("number").GetInt32())];
    }

    /// <summary>Requests a build and waits for its end.</summary>
    public async Task<JsonElement> BuildAsync(Guid study) => await WaitAsync(await RequestAsync(study));

    /// <summary>Builds a study, which must succeed.</summary>
    public async Task SucceedAsync(Guid study)
    {
        var build = await BuildAsync(study);
        Assert.True(
            build.GetProperty("state").GetString() == "succeeded",
            await LogAsync(build.GetProperty("id").GetGuid())
        );
    }

    /// <summary>The HTML of the study's preview. Null: there is none.</summary>
    public async Task<string?> PageAsync(Guid study)
    {
        var path = PreviewPathOf(study);
        using var start = await Researcher.GetAsync(path);
        if (start.StatusCode is not HttpStatusCode.Redirect)
            return null;
        using var play = await PreviewAsync(study);
        using var answer = await play.GetAsync(path);
        return answer.StatusCode is HttpStatusCode.OK ? await answer.Content.ReadAsStringAsync() : null;
    }

    /// <summary>Where the study's preview without a child is.</summary>
    public static string PreviewPathOf(Guid study) => $"/exp/studies/{study}/TEST_CHILD_DISREGARD/preview/";

    /// <summary>Begins a preview of a built study. The researcher's earlier one ends.</summary>
    /// <returns>A client of the study's play host, where its files are.</returns>
    public async Task<ApiClient> PreviewAsync(Guid study) =>
        (await Player.EnterAsync(Researcher, PreviewPathOf(study))).Play;

    /// <summary>Waits until the scene's containers are gone.</summary>
    /// <returns>Ids of those that are still there at the end.</returns>
    public async Task<string> ContainersLeftAsync(int seconds = 10)
    {
        var listed = "";
        for (var i = 0; i < seconds * 4; i++, await Task.Delay(250))
        {
            listed = (await DockerAsync("ps", "-a", "-q", "--filter", SiteFilter)).Trim();
            if (listed.Length == 0)
                return "";
        }

        return listed;
    }

    /// <summary>Runs a docker command.</summary>
    /// <returns>Its output.</returns>
    public static async Task<string> DockerAsync(params string[] arguments) =>
        (await Programs.RunAsync("docker", ["-H", Servers.Engine!, .. arguments])).Output;

    /// <summary>Name of the scene's queue.</summary>
    public string Queue => _site;

    /// <summary>Publishes a job for a build that has one already: a duplicate delivery.</summary>
    public async Task PublishAsync(Guid build)
    {
        await using var connection = await Broker.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var body = Encoding.ASCII.GetBytes(build.ToString());
        await channel.BasicPublishAsync("", Queue, mandatory: true, new BasicProperties(), body);
    }

    /// <summary>Waits up to a minute until no job is to be delivered, now or after a delay.</summary>
    public async Task WaitUntilQueueIsEmptyAsync()
    {
        // A job that another worker seems to hold comes again after half a lease, rounded up.
        string[] queues = [Queue, $"{Queue}.waiting.1", $"{Queue}.waiting.2"];
        await using var connection = await Broker.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        for (var i = 0; i < 600; i++, await Task.Delay(100))
        {
            uint waiting = 0;
            foreach (var queue in queues)
                waiting += await channel.MessageCountAsync(queue);
            if (waiting == 0)
                return;
        }

        throw new TimeoutException("The queue isn't empty after a minute.");
    }

    static ConnectionFactory Broker => new() { Uri = new Uri(Servers.Rabbit!) };

    /// <summary>Docker's filter for the containers and images of this scene.</summary>
    public string SiteFilter => $"label=chs.site={_site}";

    public async ValueTask DisposeAsync()
    {
        await KillWorkersAsync();
        await Api.DisposeAsync();
        Researcher.Dispose();
        Parent.Dispose();
        foreach (var container in await IdsAsync("ps", "-a", "-q", "--filter", SiteFilter))
            await DockerAsync("rm", "-f", container);
        foreach (var image in (await IdsAsync("images", "-q", "--filter", SiteFilter)).Distinct())
            await DockerAsync("rmi", "-f", image);
        await Code.DisposeAsync();
        await Store.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    static async Task<string[]> IdsAsync(params string[] arguments) =>
        (await DockerAsync(arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
