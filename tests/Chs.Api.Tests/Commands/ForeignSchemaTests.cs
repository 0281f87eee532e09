using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Commands;

/// <summary>A database that another version made is refused before anything reads or writes it.</summary>
public sealed class ForeignSchemaTests(ForeignSchemaTests.ForeignDatabase foreign)
    : IClassFixture<ForeignSchemaTests.ForeignDatabase>,
        IDisposable
{
    const int ConfigurationFault = 78;

    readonly CommandFolder _folder = foreign.Folder.Copy();

    public void Dispose() => _folder.Dispose();

    /// <summary>The database of a version that there never was.</summary>
    public sealed class ForeignDatabase : IAsyncLifetime
    {
        public CommandFolder Folder { get; } = new();

        public async Task InitializeAsync()
        {
            var (code, output) = await Folder.RunAsync("migrate");
            Assert.True(code == 0, output);
            Folder.Execute("UPDATE \"__EFMigrationsHistory\" SET migration_id = '20250101000000_Initial'");
        }

        public Task DisposeAsync()
        {
            Folder.Dispose();
            return Task.CompletedTask;
        }
    }

    /// <summary>The first is no command: the program would serve.</summary>
    [Theory]
    [InlineData("--Chs:Demo=true")]
    [InlineData("migrate")]
    [InlineData("appoint-reviewer somebody@site.example")]
    public async Task The_program_stops_and_says_what_to_do(string arguments)
    {
        var before = CountTablesAndUsers();

        var (code, output) = await _folder.RunAsync(arguments);

        Assert.Equal(ConfigurationFault, code);
        Assert.Contains("made by another version of CHS (schema 20250101000000_Initial", output);
        Assert.Contains("move chs.db out of the data folder", output);
        Assert.Equal(before, CountTablesAndUsers());
    }

    [Fact]
    public async Task The_build_worker_stops_too()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ServerProcess.WorkerAsync(_folder.Data, postgres: null)
        );
        Assert.Contains($"ended with {ConfigurationFault}", failure.Message);
        Assert.Contains("made by another version of CHS", failure.Message);
    }

    long CountTablesAndUsers() =>
        _folder.Scalar("SELECT (SELECT count(*) FROM sqlite_master) * 1000 + (SELECT count(*) FROM users)");
}
