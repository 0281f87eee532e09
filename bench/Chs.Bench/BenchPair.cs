using System.Diagnostics;
using Chs.Testing;

namespace Chs.Bench;

/// <summary>CHS and the bare program side by side on one PostgreSQL.</summary>
sealed class BenchPair : IAsyncDisposable
{
    readonly Process _bare;
    readonly string _data;

    BenchPair(ServerProcess api, ApiClient parent, string database, Process bare, Uri bareAddress, string data) =>
        (Api, Parent, Database, _bare, BareAddress, _data) = (api, parent, database, bare, bareAddress, data);

    public ServerProcess Api { get; }

    /// <summary>The demo's parent, logged in.</summary>
    public ApiClient Parent { get; }

    /// <summary>Connection string of the database that both use.</summary>
    public string Database { get; }

    public Uri BareAddress { get; }

    public static async Task<BenchPair> StartAsync(string root, string postgres)
    {
        var database = await Kill.FreshAsync(postgres);
        var data = Directory.CreateTempSubdirectory("chs-bench-").FullName;
        var api = await ServerProcess.StartAsync(data, database, null, ("Logging__LogLevel__Default", "Warning"));
        var parent = ApiClient.To(api.Address);
        await parent.LogInAsync("parent@demo.chs");
        await Responses.ExecuteAsync(
            database,
            """
            CREATE TABLE bare (id uuid PRIMARY KEY, exp_data json NOT NULL);
            CREATE TABLE bare_documents (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind text NOT NULL, document json NOT NULL);
            CREATE INDEX ON bare_documents (kind, id);
            """
        );
        var port = ServerProcess.FreePort();
        var bare = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                Path.Combine(root, "bench/Chs.Bench.Bare/bin/Release/net10.0/Chs.Bench.Bare.dll")
            )
            {
                Environment = { ["BARE_POSTGRES"] = database, ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}" },
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        await Task.Delay(1500);
        return new BenchPair(api, parent, database, bare, new Uri($"http://127.0.0.1:{port}"), data);
    }

    public async ValueTask DisposeAsync()
    {
        _bare.Kill();
        _bare.Dispose();
        Parent.Dispose();
        await Api.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
