using System.Diagnostics;
using System.Reflection;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>What operators run beside the server.</summary>
public sealed class Commands_ : IDisposable
{
    static readonly (string, string) Faulty = ("Chs__MaximumBody", "nonsense");

    readonly string _data = Directory.CreateTempSubdirectory("chs-command-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    bool HasDatabase => File.Exists(Path.Combine(_data, "chs.db"));

    [Fact]
    public async Task Version_is_the_program_s_own_whatever_the_settings()
    {
        var (code, output) = await ServerProcess.CommandAsync(_data, null, "--version", Faulty);
        var program = FileVersionInfo.GetVersionInfo(Assembly.Load("Chs.Api").Location);
        Assert.Equal((0, program.ProductVersion), (code, output.Trim()));
        Assert.False(HasDatabase);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_names_every_command_whatever_the_settings(string option)
    {
        var (code, output) = await ServerProcess.CommandAsync(_data, null, option, Faulty);
        Assert.Equal(0, code);
        string[] commands =
        [
            "migrate",
            "openapi <folder>",
            "appoint-reviewer <e-mail>",
            "appoint-administrator <e-mail>",
            "verify-audit",
            "import-lookit",
        ];
        Assert.All(commands, command => Assert.Matches($@"{command} +\w", output));
        Assert.False(HasDatabase);
    }

    [Theory]
    [InlineData("verify-audit --help", "--expect <number:digest>")]
    [InlineData("import-lookit --help", "--from <connection string>")]
    public async Task Help_of_a_command_names_its_options(string command, string option)
    {
        var (code, output) = await ServerProcess.CommandAsync(_data, null, command, Faulty);
        Assert.Equal(0, code);
        Assert.Contains(option, output);
    }

    [Theory]
    [InlineData("frobnicate", "frobnicate")]
    [InlineData("--frobnicate", "--frobnicate")]
    [InlineData("migrate twice", "twice")]
    [InlineData("openapi", "folder")]
    [InlineData("appoint-reviewer", "e-mail")]
    [InlineData("appoint-administrator", "e-mail")]
    [InlineData("appoint-reviewer one@site.example two@site.example", "two@site.example")]
    [InlineData("verify-audit --expect", "--expect")]
    [InlineData("verify-audit --expect nonsense", "number:digest")]
    [InlineData("verify-audit --expekt 1:ab", "--expekt")]
    [InlineData("import-lookit", "--from")]
    [InlineData("import-lookit --from \"\"", "--from")]
    public async Task Wrong_usage_is_named_and_touches_nothing(string command, string named)
    {
        var (code, output) = await ServerProcess.CommandAsync(_data, null, command);
        Assert.Equal(64, code);
        Assert.Contains(named, output);
        Assert.Contains("--help", output);
        Assert.False(HasDatabase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("migrate")]
    public async Task Faulty_settings_are_all_named(string command)
    {
        var (code, output) = await ServerProcess.CommandAsync(
            _data,
            null,
            command,
            Faulty,
            ("Chs__Play__Scripts", "nonsense")
        );
        Assert.Equal(78, code);
        Assert.Contains("Chs:MaximumBody", output);
        Assert.Contains("Chs:Play:Scripts", output);
        Assert.False(HasDatabase);
    }

    [Theory]
    [InlineData("migrate --Chs:DataDirectory=\"{0}\"")]
    [InlineData("migrate --Chs:DataDirectory \"{0}\"")]
    [InlineData("--Chs:DataDirectory=\"{0}\" migrate")]
    public async Task Settings_beside_a_command_reach_the_host(string command)
    {
        var elsewhere = Directory.CreateTempSubdirectory("chs-command-").FullName;
        var (code, output) = await ServerProcess.CommandAsync(_data, null, string.Format(command, elsewhere));
        Assert.True(code == 0, output);
        Assert.True(File.Exists(Path.Combine(elsewhere, "chs.db")));
        Assert.False(HasDatabase);
        Directory.Delete(elsewhere, recursive: true);
    }

    [Fact]
    public async Task Settings_without_a_command_reach_the_server()
    {
        var address = $"http://127.0.0.1:{ServerProcess.FreePort()}";
        await using var server = ServerProcess.Begin(_data, null, $"--urls={address} --Chs:Demo=false");
        using var client = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Assert.Equal("ready", await client.GetStringAsync($"{address}/health/ready"));
                break;
            }
            catch (HttpRequestException) when (attempt < 300)
            {
                await Task.Delay(100);
            }
        }

        Assert.Contains($"CHS serves {address}", server.Output);
        Assert.DoesNotContain("Demo log-ins", server.Output);
    }

    [Fact]
    public async Task Openapi_writes_the_contracts_of_the_repository()
    {
        var (code, output) = await ServerProcess.CommandAsync(_data, null, $"openapi \"{_data}/contracts\"");
        Assert.True(code == 0, output);
        foreach (var name in (string[])["v3.json", "runner.json"])
            Assert.Equal(
                await File.ReadAllTextAsync(Repository.File($"openapi/{name}")),
                await File.ReadAllTextAsync($"{_data}/contracts/{name}")
            );
    }

    [Theory, OnPostgres]
    public async Task Import_survives_kill_9(DatabaseProvider on)
    {
        Assert.Equal(DatabaseProvider.Postgres, on); // the source; the target is the embedded one
        var lookit = await LookitDatabase.NewAsync();
        await LookitDatabase.FillAsync(lookit, 6000, 4);
        var import = $"import-lookit --from \"{lookit}\"";
        (string, string) empty = ("Chs__Demo", "false");

        await using (var killed = ServerProcess.Begin(_data, null, import, empty))
        {
            while (Count(_data, "responses") < 200)
                await Task.Delay(5);
            await killed.KillAsync();
        }

        var left = Count(_data, "responses");
        Assert.InRange(left, 200, 5999);
        Assert.Equal(4 * left, Count(_data, "response_entries")); // whole sessions, or none
        var (code, output) = await ServerProcess.CommandAsync(_data, null, import, empty);
        Assert.True(code == 0, output);
        Assert.Contains("Complete after", output);
        Assert.Matches($@"responses +6000 +{6000 - left} +{left} +6000", output);
        Assert.Equal((6000, 24000), (Count(_data, "responses"), Count(_data, "response_entries")));

        // And the program serves what came.
        await using var server = await ServerProcess.StartAsync(_data, null, null, empty);
    }

    [Fact]
    public async Task Import_says_why_it_can_t()
    {
        Assert.Equal(64, (await ServerProcess.CommandAsync(_data, null, "import-lookit")).Code);
        var (code, output) = await ServerProcess.CommandAsync(
            _data,
            null,
            "import-lookit --from \"Host=127.0.0.1;Port=1;Username=x;Database=x\""
        );
        Assert.Equal(66, code);
        Assert.Contains("can't be opened", output);
    }

    [Fact]
    public async Task Appoint_the_first_reviewer()
    {
        await using (var server = await ServerProcess.StartAsync(_data, null, null, ("Chs__Demo", "false")))
        {
            using var rory = ApiClient.To(server.Address);
            await rory.PostJsonAsync(
                "/api/v3/accounts",
                new { email = "rory@site.example", password = "seven green bottles" }
            );
            Assert.Equal(
                67,
                (await ServerProcess.CommandAsync(_data, null, "appoint-reviewer nobody@site.example")).Code
            );
            Assert.Equal(0, (await ServerProcess.CommandAsync(_data, null, "appoint-reviewer Rory@site.example")).Code);
            await rory.PostJsonAsync(
                "/api/v3/session",
                new { email = "rory@site.example", password = "seven green bottles" }
            );
            Assert.True((await rory.GetJsonAsync("/api/v3/me")).GetProperty("isStaff").GetBoolean());
        }
    }

    [Fact]
    public async Task Verify_the_audit_log_and_find_what_was_done_to_it()
    {
        await using (var server = await ServerProcess.StartAsync(_data))
        {
            using var parent = ApiClient.To(server.Address);
            await parent.LogInAsync("parent@demo.chs");
            for (var i = 0; i < 100 && Scalar(_data, "SELECT count(*) FROM audit WHERE chain_number IS NULL") > 0; i++)
                await Task.Delay(200); // sealed by the clock
        }

        var (code, output) = await ServerProcess.CommandAsync(_data, null, "verify-audit");
        Assert.True(code == 0, output);
        var seal = System.Text.RegularExpressions.Regex.Match(output, @"\d+:[0-9a-f]{64}").Value;
        Assert.Equal(0, (await ServerProcess.CommandAsync(_data, null, $"verify-audit --expect {seal}")).Code);
        Assert.Equal(64, (await ServerProcess.CommandAsync(_data, null, "verify-audit --expect nonsense")).Code);
        // Cut off at its end: only what was kept elsewhere shows it.
        Execute(_data, $"DELETE FROM audit WHERE chain_number = {seal.Split(':')[0]}");
        Assert.Equal(0, (await ServerProcess.CommandAsync(_data, null, "verify-audit")).Code);
        Assert.Equal(65, (await ServerProcess.CommandAsync(_data, null, $"verify-audit --expect {seal}")).Code);
        Execute(_data, "UPDATE audit SET action = action || '!' WHERE chain_number = 2");
        (code, output) = await ServerProcess.CommandAsync(_data, null, "verify-audit");
        Assert.Equal(65, code);
        Assert.Contains("Entry 2 isn't as it was sealed", output);
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
