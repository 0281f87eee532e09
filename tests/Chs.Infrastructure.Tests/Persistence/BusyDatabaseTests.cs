using Chs.Infrastructure.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Infrastructure.Tests.Persistence;

public class BusyDatabaseTests
{
    [Fact]
    public async Task Is_why_a_second_writer_gives_up()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.db");
        try
        {
            await using var first = new SqliteConnection($"Data Source={file};Pooling=False");
            await first.OpenAsync();
            await using var writing = first.BeginTransaction(deferred: false);
            await using var second = new SqliteConnection($"Data Source={file};Pooling=False;Default Timeout=1");
            await second.OpenAsync();
            var failure = Assert.Throws<SqliteException>(() => second.BeginTransaction(deferred: false));
            Assert.True(BusyDatabase.IsCauseOf(new DbUpdateException("", failure)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Is_no_cause_of_other_failures()
    {
        const int constraint = 19;
        Assert.False(BusyDatabase.IsCauseOf(new DbUpdateException("", new SqliteException("", constraint))));
        Assert.False(BusyDatabase.IsCauseOf(null));
    }
}
