using Chs.Infrastructure.Persistence;

namespace Chs.Infrastructure.Settings;

/// <summary>The database.</summary>
public sealed class DatabaseSettings
{
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Unless it is set: a file in the data folder.</summary>
    public string? ConnectionString { get; set; }
}
