using System.Diagnostics;
using Chs.Testing;

namespace Chs.Bench;

/// <summary>CHS and the bare program side by side on one PostgreSQL.</summary>
sealed class BenchPair : IAsyncDisposable
{
    readonly Process _bare;
    readonly string _data;

    BenchPair(ServerProcess api, ApiClient parent, string database, Process bare, Uri bareAddress, string data)
    {
        Api = api;
        Parent = parent;
        Database = database;
        _bare = bare;
        BareAddress = bareAddress;
        _data = data;
    }

    public ServerProcess Api { get; }

    /// <summary>The demo's parent, logged in.</summary>
    public ApiClient Parent { get; }

    /// <summary>The parent's play of the demo's study, in which sessions are saved.</summary>
    public required ApiClient Play { get; init; }

    /// <summary>The study and the child of the play.</summary>
    public required (Guid Study, Guid Child) Played { get; init; }

    /// <summary>Connection string of the database that both use.</summary>
    public string Database { get; }

    public Uri BareAddress { get; }

    /// <param name="root">Folder of the checkout.</param>
    /// <param name="postgres">Connection string of the server.</param>
    public static async Task<BenchPair> StartAsync(string root, string postgres)
    {
        var database = await BenchDatabase.CreateAsync(postgres);
        var data = Directory.CreateTempSubdirectory("chs-bench-").FullName;
        var api = await ServerProcess.StartAsync(
            data,
            database,
            null,
            ("Logging__LogLevel__Default", "Warning"),
            ("DOTNET_TieredPGO", "1")
        );
        var parent = ApiClient.To(api.Address);
        await parent.LogInAsync("parent@demo.chs");
        await parent.UseKeyAsync();
        var played = await parent.DemoAsync();
        // A log-in has one play at a time, and the parent's other plays prepare sessions.
        using var player = ApiClient.To(api.Address);
        await player.LogInAsync("parent@demo.chs");
        await BenchDatabase.ExecuteAsync(
            database,
            """
            CREATE TABLE bare (id uuid PRIMARY KEY, exp_data json NOT NULL);
            CREATE TABLE bare_documents (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind text NOT NULL, document json NOT NULL
            );
            CREATE INDEX ON bare_documents (kind, id);
            """
        );
        var bareAddress = new Uri($"http://127.0.0.1:{ServerProcess.FreePort()}");
        var bare = StartBare(root, database, bareAddress);
        await Task.Delay(1500);
        return new BenchPair(api, parent, database, bare, bareAddress, data)
        {
            Play = await player.PlayAsync(played.Study, played.Child),
            Played = played,
        };
    }

    static Process StartBare(string root, string database, Uri address)
    {
        var program = Path.Combine(root, "bench/Chs.Bench.Bare/bin/Release/net10.0/Chs.Bench.Bare.dll");
        var start = new ProcessStartInfo("dotnet", program)
        {
            Environment = { ["BARE_POSTGRES"] = database, ["ASPNETCORE_URLS"] = address.AbsoluteUri },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        return Process.Start(start)!;
    }

    public async ValueTask DisposeAsync()
    {
        _bare.Kill();
        _bare.Dispose();
        Play.Dispose();
        Parent.Dispose();
        await Api.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
