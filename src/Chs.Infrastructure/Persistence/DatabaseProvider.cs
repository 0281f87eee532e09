namespace Chs.Infrastructure.Persistence;

/// <summary>The database that holds everything but stored objects.</summary>
public enum DatabaseProvider
{
    /// <summary>One file in the data folder: the embedded default.</summary>
    Sqlite = 1,

    /// <summary>A server, for sites that run more than one process.</summary>
    Postgres = 2,
}
