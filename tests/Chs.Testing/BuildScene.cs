using System.Net;
using System.Text.Json;
using Amazon.S3;

namespace Chs.Testing;

/// <summary>Everything that builds need, as in production: PostgreSQL, RabbitMQ, S3, a container engine, a code host; an API server that doesn't build, and as many workers as a test starts.</summary>
public sealed class BuildScene : IAsyncDisposable
{
    /// <summary>Seconds after which a silent worker has lost its build.</summary>
    public const int Lease = 3;

    /// <summary>What no bundle, image or log may hold.</summary>
    public static readonly string[] Secrets =
    [
        "callback-key-that-nobody-may-find-anywhere",
        "mail-password-that-nobody-may-find",
        Convert.ToBase64String("sealing-key-that-nobody-may-find"u8),
    ];

    readonly string _data = Directory.CreateTempSubdirectory("chs-scene-").FullName,
        _site = $"t{Guid.NewGuid():N}"[..16];
    readonly List<ServerProcess> _workers = [];
    (string, string)[] _settings = [];
    string? _database;

    public CodeHostStandIn Code { get; private set; } = null!;

    public TroubledStore Store { get; private set; } = null!;

    public ServerProcess Api { get; private set; } = null!;

    /// <summary>The demo's researcher.</summary>
    public ApiClient Researcher { get; private set; } = null!;

    public ApiClient Parent { get; private set; } = null!;

    /// <summary>A commit whose build works, quickly.</summary>
    public string Good { get; private set; } = "";

    /// <summary>What every program of the scene wrote.</summary>
    public string Output => string.Join('\n', _workers.Select(worker => worker.Output).Append(Api.Output));

    public static async Task<BuildScene> StartAsync(params (string, string)[] more) => await StartAsync(null, more);

    /// <param name="broker">A broker of the test's own; null: the one for all.</param>
    public static async Task<BuildScene> StartAsync(string? broker, params (string, string)[] more)
    {
        var scene = new BuildScene
        {
            Code = await CodeHostStandIn.StartAsync(),
            Store = await TroubledStore.StartAsync(),
        };
        scene._database = await TestDatabases.MakeEmptyPostgresAsync();
        var bucket = $"b{Guid.NewGuid():N}";
        using (
            var s3 = new AmazonS3Client(
                Servers.S3Access,
                Servers.S3Secret,
                new AmazonS3Config
                {
                    ServiceURL = Servers.S3,
                    ForcePathStyle = true,
                    AuthenticationRegion = "us-east-1",
                }
            )
        )
            await s3.PutBucketAsync(bucket);
        scene._settings =
        [
            ("Chs__Queue__Provider", "RabbitMq"),
            ("Chs__Queue__Uri", broker ?? Servers.Rabbit!),
            ("Chs__Queue__Name", scene._site),
            ("Chs__Artefacts__Provider", "S3"),
            ("Chs__Artefacts__Endpoint", scene.Store.Address),
            ("Chs__Artefacts__Bucket", bucket),
            ("Chs__Artefacts__AccessKey", Servers.S3Access),
            ("Chs__Artefacts__SecretKey", Servers.S3Secret),
            ("Chs__Builds__Engine", Servers.Engine!),
            ("Chs__Builds__Images__20", Servers.BaseImage),
            ("Chs__Builds__Site", scene._site),
            ("Chs__Builds__InApi", "false"),
            ("Chs__Builds__LeaseSeconds", $"{Lease}"),
            ("Chs__Builds__RetrySeconds", "1"),
            ("Chs__Builds__Build__Seconds", "15"),
            ("Chs__Builds__Build__Scratch", "64"),
            ("Chs__Builds__Build__Log", "2"),
            ("Chs__Builds__Build__Processes", "64"),
            ("Chs__Builds__Dependencies__Seconds", "60"),
            ("Chs__Builds__Dependencies__Disk", "100"),
            ("Chs__Builds__Source__Unpacked", "20"),
            ("Chs__Builds__Source__Files", "2000"),
            ("Chs__Builds__CaBundle", "/etc/ssl/certs/ca-certificates.crt"),
            ("Chs__Builds__PrivateRegistries", "true"),
            ("Chs__Videos__CallbackKey", Secrets[0]),
            ("Chs__Mail__Password", Secrets[1]),
            ("Chs__SealingKey", Convert.ToBase64String("sealing-key-that-nobody-may-find"u8)),
            .. scene.Code.Settings,
            .. more,
        ];
        scene.Good = scene.Code.Head = scene.Code.Commit(
            ("chs-runner.json", """{"node":"20","install":[],"build":["node","build.mjs"]}"""),
            ("build.mjs", Script(""))
        );
        scene.Api = await ServerProcess.StartAsync(scene._data, scene._database, null, scene._settings);
        scene.Researcher = ApiClient.To(scene.Api.Address);
        await scene.Researcher.LogInAsync("researcher@demo.chs");
        scene.Parent = ApiClient.To(scene.Api.Address);
        await scene.Parent.LogInAsync("parent@demo.chs");
        return scene;
    }

    /// <summary>A build script that makes a page and a script that it loads.</summary>
    public static string Script(string before) =>
        $$"""
            import { mkdirSync, writeFileSync } from "node:fs";
            {{before}}
            const home = process.env.PREPEND_FINGERPRINT;
            mkdirSync("dist/assets", { recursive: true });
            writeFileSync("dist/assets/app-0123456789abcdef.js", "document.title = 'built'; // " + "x".repeat(2000));
            writeFileSync("dist/assets/plain.css", "body { color: black }");
            const settings = encodeURIComponent(JSON.stringify({ environment: "production", awsRecording: { region: "a", accessKeyId: "b", secretAccessKey: "c", bucket: "d" } }));
            writeFileSync("dist/index.html", `<!doctype html><html><head><title>?</title><meta name="ember-lookit-frameplayer/config/environment" content="${settings}"><link rel="stylesheet" href="${home}assets/plain.css"></head><body><script src="${home}assets/app-0123456789abcdef.js"></script></body></html>`);
            """;

    /// <summary>A commit whose script does something before it builds.</summary>
    public string CommitThat(string before) =>
        Code.Commit(
            ("chs-runner.json", """{"node":"20","install":[],"build":["node","build.mjs"]}"""),
            ("build.mjs", Script(before))
        );

    public async Task<ServerProcess> WorkerAsync(params (string, string)[] more)
    {
        var worker = await ServerProcess.WorkerAsync(_data, _database, [.. _settings, .. more]);
        _workers.Add(worker);
        return worker;
    }

    /// <summary>A frameplayer study of the demo's lab.</summary>
    public async Task<Guid> StudyAsync(string? commit = null)
    {
        var lab = (await Researcher.GetJsonAsync("/api/v3/labs")).GetProperty("items")[0].GetProperty("id").GetGuid();
        return (
            await Researcher.PostJsonAsync(
                "/api/v3/studies",
                new
                {
                    labId = lab,
                    type = "frameplayer",
                    study = new { name = $"Frames {Guid.NewGuid():N}", runnerCommit = commit ?? "" },
                }
            )
        ).GetProperty("id").GetGuid();
    }

    public async Task UseAsync(Guid study, string commit) =>
        (
            await Researcher.SendAsync(
                HttpMethod.Patch,
                $"/api/v3/studies/{study}",
                System.Net.Http.Json.JsonContent.Create(new { runnerCommit = commit }),
                ("If-Match", "*")
            )
        ).EnsureSuccessStatusCode();

    public async Task<Guid> RequestAsync(Guid study) =>
        (await Researcher.PostJsonAsync($"/api/v3/studies/{study}/builds", new { })).GetProperty("id").GetGuid();

    public Task<JsonElement> ReadAsync(Guid build) => Researcher.GetJsonAsync($"/api/v3/builds/{build}");

    /// <summary>Waits until a build has ended, or stands in a stage.</summary>
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

    public async Task<string> LogAsync(Guid build) =>
        string.Join(
            '\n',
            (await Researcher.GetJsonAsync($"/api/v3/builds/{build}/log?limit=5000"))
                .GetProperty("events")
                .EnumerateArray()
                .Select(e => $"{e.GetProperty("kind")}: {e.GetProperty("text")}")
        );

    /// <summary>Builds a study to its end with whoever works.</summary>
    public async Task<JsonElement> BuildAsync(Guid study) => await WaitAsync(await RequestAsync(study));

    /// <summary>The page that researchers preview; null when there is none.</summary>
    public async Task<string?> PageAsync(Guid study)
    {
        using var answer = await Researcher.SendAsync(
            HttpMethod.Get,
            $"/exp/studies/{study}/TEST_CHILD_DISREGARD/preview/"
        );
        return answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsStringAsync() : null;
    }

    /// <summary>Containers of this scene, waiting until they are gone as they should.</summary>
    public async Task<string> ContainersLeftAsync(int seconds = 10)
    {
        var listed = "";
        for (var i = 0; i < seconds * 4; i++, await Task.Delay(250))
        {
            listed = (
                await Programs.RunAsync(
                    "docker",
                    ["-H", Servers.Engine!, "ps", "-a", "-q", "--filter", $"label=chs.site={_site}"]
                )
            ).Output.Trim();
            if (listed.Length == 0)
                return "";
        }

        return listed;
    }

    public static async Task<string> DockerAsync(params string[] arguments) =>
        (await Programs.RunAsync("docker", ["-H", Servers.Engine!, .. arguments])).Output;

    /// <summary>Name of the scene's queue.</summary>
    public string Queue => _site;

    /// <summary>Gives an order to the queue that is there already.</summary>
    public async Task PublishAsync(Guid build)
    {
        await using var connection = await new RabbitMQ.Client.ConnectionFactory
        {
            Uri = new Uri(Servers.Rabbit!),
        }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicPublishAsync(
            "",
            Queue,
            mandatory: true,
            new RabbitMQ.Client.BasicProperties(),
            System.Text.Encoding.ASCII.GetBytes(build.ToString())
        );
    }

    public string SiteFilter => $"label=chs.site={_site}";

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        await Api.DisposeAsync();
        Researcher.Dispose();
        Parent.Dispose();
        foreach (
            var id in (await DockerAsync("ps", "-a", "-q", "--filter", SiteFilter)).Split(
                '\n',
                StringSplitOptions.RemoveEmptyEntries
            )
        )
            await DockerAsync("rm", "-f", id);
        foreach (
            var id in (await DockerAsync("images", "-q", "--filter", SiteFilter))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Distinct()
        )
            await DockerAsync("rmi", "-f", id);
        await Code.DisposeAsync();
        await Store.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
