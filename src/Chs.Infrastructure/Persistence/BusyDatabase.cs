using Microsoft.Data.Sqlite;

namespace Chs.Infrastructure.Persistence;

/// <summary>SQLite has one writer at a time, and whoever waits for long gives up: nothing is broken, and another try may succeed.</summary>
public static class BusyDatabase
{
    /// <summary>SQLite's code for it.</summary>
    const int Busy = 5;

    public static bool IsCauseOf(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is SqliteException { SqliteErrorCode: Busy })
                return true;
        }

        return false;
    }
}
