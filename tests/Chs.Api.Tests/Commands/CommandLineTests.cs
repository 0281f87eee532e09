using System.Diagnostics;
using System.Reflection;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Commands;

/// <summary>What the program understands beside "serve".</summary>
public sealed class CommandLineTests : IDisposable
{
    static readonly (string, string) Faulty = ("Chs__MaximumBody", "nonsense");

    readonly CommandFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Version_is_that_of_the_program_whatever_the_settings()
    {
        var (code, output) = await _folder.RunAsync("--version", Faulty);
        var program = FileVersionInfo.GetVersionInfo(Assembly.Load("Chs.Api").Location);
        Assert.Equal((0, program.ProductVersion), (code, output.Trim()));
        Assert.False(_folder.HasDatabase);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_names_every_command_whatever_the_settings(string option)
    {
        var (code, output) = await _folder.RunAsync(option, Faulty);
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
        Assert.False(_folder.HasDatabase);
    }

    [Theory]
    [InlineData("verify-audit --help", "--expect <number:digest>")]
    [InlineData("import-lookit --help", "--from <connection string>")]
    public async Task Help_of_a_command_names_its_options(string command, string option)
    {
        var (code, output) = await _folder.RunAsync(command, Faulty);
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
        var (code, output) = await _folder.RunAsync(command);
        Assert.Equal(64, code);
        Assert.Contains(named, output);
        Assert.Contains("--help", output);
        Assert.False(_folder.HasDatabase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("migrate")]
    public async Task Faulty_settings_are_all_named(string command)
    {
        var (code, output) = await _folder.RunAsync(command, Faulty, ("Chs__Play__Scripts", "nonsense"));
        Assert.Equal(78, code);
        Assert.Contains("Chs:MaximumBody", output);
        Assert.Contains("Chs:Play:Scripts", output);
        Assert.False(_folder.HasDatabase);
    }

    [Fact]
    public async Task Only_what_serves_must_know_where_studies_are_played()
    {
        var site = ("Chs__PublicUrl", "https://chs.example");
        var (code, output) = await _folder.RunAsync("", site);
        Assert.Equal(78, code);
        Assert.Contains("Chs:Play:Url: give the address at which studies are played", output);
        Assert.False(_folder.HasDatabase);
        (code, output) = await _folder.RunAsync("migrate", site);
        Assert.True(code == 0, output);
    }

    [Theory]
    [InlineData("migrate --Chs:DataDirectory=\"{0}\"")]
    [InlineData("migrate --Chs:DataDirectory \"{0}\"")]
    [InlineData("--Chs:DataDirectory=\"{0}\" migrate")]
    public async Task Settings_beside_a_command_reach_the_host(string command)
    {
        using var elsewhere = new CommandFolder();
        var (code, output) = await _folder.RunAsync(string.Format(command, elsewhere.Data));
        Assert.True(code == 0, output);
        Assert.True(elsewhere.HasDatabase);
        Assert.False(_folder.HasDatabase);
    }

    [Fact]
    public async Task Settings_without_a_command_reach_the_server()
    {
        var address = $"http://127.0.0.1:{ServerProcess.FreePort()}";
        await using var server = ServerProcess.Begin(_folder.Data, null, $"--urls={address} --Chs:Demo=false");
        using var client = new HttpClient();
        await Eventually.HoldsAsync($"an answer of {address}", () => IsReadyAsync(client, address));
        Assert.Contains($"CHS serves {address}", server.Output);
        Assert.DoesNotContain("Demo log-ins", server.Output);
    }

    static async Task<bool> IsReadyAsync(HttpClient client, string address)
    {
        try
        {
            return await client.GetStringAsync($"{address}/health/ready") == "ready";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
