using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Chs.Api.Tests.Commands;

public sealed class ImportLookitCommandTests : IDisposable
{
    const int Responses = 6000;
    const int Trials = 4;

    static readonly (string, string) Empty = ("Chs__Demo", "false");

    readonly CommandFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <param name="source">The source; the target is the embedded database.</param>
    [Theory, OnPostgres]
    public async Task Import_goes_on_after_a_kill_and_what_came_is_served(DatabaseProvider source)
    {
        Assert.Equal(DatabaseProvider.Postgres, source);
        var lookit = await LookitDatabase.NewAsync();
        await LookitDatabase.FillAsync(lookit, Responses, Trials);
        var import = $"import-lookit --from \"{lookit}\"";
        var left = await KillWithinAsync(import);

        var (code, output) = await _folder.RunAsync(import, Empty);
        Assert.True(code == 0, output);
        Assert.Contains("Complete after", output);
        Assert.Matches($@"responses +{Responses} +{Responses - left} +{left} +{Responses}", output);
        Assert.Equal((Responses, Responses * Trials), (Count("responses"), Count("response_entries")));
        await using var server = await ServerProcess.StartAsync(_folder.Data, null, null, Empty);
    }

    /// <summary>Kills an import that is under way.</summary>
    /// <returns>How many responses have arrived. Each has all of its entries.</returns>
    async Task<int> KillWithinAsync(string import)
    {
        await using (var killed = ServerProcess.Begin(_folder.Data, null, import, Empty))
        {
            await Eventually.HoldsAsync(
                "200 imported responses",
                () => Count("responses") >= 200,
                TimeSpan.FromMilliseconds(5)
            );
            await killed.KillAsync();
        }

        var left = Count("responses");
        Assert.InRange(left, 200, Responses - 1);
        Assert.Equal(Trials * left, Count("response_entries"));
        return left;
    }

    [Fact]
    public async Task Import_says_that_the_source_can_not_be_opened()
    {
        const string nowhere = "Host=127.0.0.1;Port=1;Username=x;Database=x";
        var (code, output) = await _folder.RunAsync($"import-lookit --from \"{nowhere}\"");
        Assert.Equal(66, code);
        Assert.Contains("can't be opened", output);
    }

    /// <returns>0 as long as there is no such table.</returns>
    int Count(string table)
    {
        if (!_folder.HasDatabase)
            return 0;
        try
        {
            return (int)_folder.Scalar($"SELECT count(*) FROM {table}");
        }
        catch (SqliteException)
        {
            return 0;
        }
    }
}
