using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>What operators run beside the server.</summary>
public class Commands_
{
    [Theory, OnPostgres]
    public async Task Import_survives_kill_9(DatabaseProvider on)
    {
        Assert.Equal(DatabaseProvider.Postgres, on);        // the source; the target is the embedded one
        var data = Directory.CreateTempSubdirectory("chs-command-").FullName;
        var lookit = await LookitDatabase.NewAsync();
        await LookitDatabase.FillAsync(lookit, 6000, 4);
        var import = $"import-lookit --from \"{lookit}\"";
        (string, string) empty = ("Chs__Demo", "false");

        await using (var killed = ServerProcess.Begin(data, null, import, empty))
        {
            while (Count(data, "responses") < 200) await Task.Delay(5);
            await killed.KillAsync();
        }

        var left = Count(data, "responses");
        Assert.InRange(left, 200, 5999);
        Assert.Equal(4 * left, Count(data, "response_entries"));        // whole sessions, or none
        var (code, output) = await ServerProcess.CommandAsync(data, null, import, empty);
        Assert.True(code == 0, output);
        Assert.Contains("Complete after", output);
        Assert.Matches($@"responses +6000 +{6000 - left} +{left} +6000", output);
        Assert.Equal((6000, 24000), (Count(data, "responses"), Count(data, "response_entries")));

        // And the program serves what came.
        await using var server = await ServerProcess.StartAsync(data, null, null, empty);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Import_says_why_it_can_t()
    {
        var data = Directory.CreateTempSubdirectory("chs-command-").FullName;
        Assert.Equal(64, (await ServerProcess.CommandAsync(data, null, "import-lookit")).Code);
        var (code, output) = await ServerProcess.CommandAsync(data, null, "import-lookit --from \"Host=127.0.0.1;Port=1;Username=x;Database=x\"");
        Assert.Equal(66, code);
        Assert.Contains("can't be opened", output);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Appoint_the_first_reviewer()
    {
        var data = Directory.CreateTempSubdirectory("chs-command-").FullName;
        await using (var server = await ServerProcess.StartAsync(data, null, null, ("Chs__Demo", "false")))
        {
            using var rory = Browserless.To(server.Address);
            await rory.PostJsonAsync("/api/v3/accounts", new { email = "rory@site.example", password = "seven green bottles" });
            Assert.Equal(67, (await ServerProcess.CommandAsync(data, null, "appoint-reviewer nobody@site.example")).Code);
            Assert.Equal(0, (await ServerProcess.CommandAsync(data, null, "appoint-reviewer Rory@site.example")).Code);
            await rory.PostJsonAsync("/api/v3/session", new { email = "rory@site.example", password = "seven green bottles" });
            Assert.True((await rory.GetJsonAsync("/api/v3/me")).GetProperty("isStaff").GetBoolean());
        }

        Directory.Delete(data, recursive: true);
    }

    static int Count(string data, string table)
    {
        if (!File.Exists(Path.Combine(data, "chs.db"))) return 0;
        try
        {
            using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "chs.db")};Pooling=false");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT count(*) FROM {table}";
            return Convert.ToInt32(command.ExecuteScalar());
        }
        catch (SqliteException)
        {
            return 0;       // not migrated yet
        }
    }
}
