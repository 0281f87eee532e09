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
        Assert.Equal(DatabaseProvider.Postgres, on); // the source; the target is the embedded one
        var data = Directory.CreateTempSubdirectory("chs-command-").FullName;
        var lookit = await LookitDatabase.NewAsync();
        await LookitDatabase.FillAsync(lookit, 6000, 4);
        var import = $"import-lookit --from \"{lookit}\"";
        (string, string) empty = ("Chs__Demo", "false");

        await using (var killed = ServerProcess.Begin(data, null, import, empty))
        {
            while (Count(data, "responses") < 200)
                await Task.Delay(5);
            await killed.KillAsync();
        }

        var left = Count(data, "responses");
        Assert.InRange(left, 200, 5999);
        Assert.Equal(4 * left, Count(data, "response_entries")); // whole sessions, or none
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
        var (code, output) = await ServerProcess.CommandAsync(
            data,
            null,
            "import-lookit --from \"Host=127.0.0.1;Port=1;Username=x;Database=x\""
        );
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
            using var rory = ApiClient.To(server.Address);
            await rory.PostJsonAsync(
                "/api/v3/accounts",
                new { email = "rory@site.example", password = "seven green bottles" }
            );
            Assert.Equal(
                67,
                (await ServerProcess.CommandAsync(data, null, "appoint-reviewer nobody@site.example")).Code
            );
            Assert.Equal(0, (await ServerProcess.CommandAsync(data, null, "appoint-reviewer Rory@site.example")).Code);
            await rory.PostJsonAsync(
                "/api/v3/session",
                new { email = "rory@site.example", password = "seven green bottles" }
            );
            Assert.True((await rory.GetJsonAsync("/api/v3/me")).GetProperty("isStaff").GetBoolean());
        }

        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Verify_the_audit_log_and_find_what_was_done_to_it()
    {
        var data = Directory.CreateTempSubdirectory("chs-command-").FullName;
        await using (var server = await ServerProcess.StartAsync(data))
        {
            using var parent = ApiClient.To(server.Address);
            await parent.LogInAsync("parent@demo.chs");
            for (var i = 0; i < 100 && Scalar(data, "SELECT count(*) FROM audit WHERE chain_number IS NULL") > 0; i++)
                await Task.Delay(200); // sealed by the clock
        }

        var (code, output) = await ServerProcess.CommandAsync(data, null, "verify-audit");
        Assert.True(code == 0, output);
        var seal = System.Text.RegularExpressions.Regex.Match(output, @"\d+:[0-9a-f]{64}").Value;
        Assert.Equal(0, (await ServerProcess.CommandAsync(data, null, $"verify-audit --expect {seal}")).Code);
        Assert.Equal(64, (await ServerProcess.CommandAsync(data, null, "verify-audit --expect nonsense")).Code);
        // Cut off at its end: only what was kept elsewhere shows it.
        Execute(data, $"DELETE FROM audit WHERE chain_number = {seal.Split(':')[0]}");
        Assert.Equal(0, (await ServerProcess.CommandAsync(data, null, "verify-audit")).Code);
        Assert.Equal(65, (await ServerProcess.CommandAsync(data, null, $"verify-audit --expect {seal}")).Code);
        Execute(data, "UPDATE audit SET action = action || '!' WHERE chain_number = 2");
        (code, output) = await ServerProcess.CommandAsync(data, null, "verify-audit");
        Assert.Equal(65, code);
        Assert.Contains("Entry 2 isn't as it was sealed", output);
        Directory.Delete(data, recursive: true);
    }

    static long Scalar(string data, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "chs.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar());
    }

    static void Execute(string data, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "chs.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    static int Count(string data, string table)
    {
        if (!File.Exists(Path.Combine(data, "chs.db")))
            return 0;
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
            return 0; // not migrated yet
        }
    }
}
