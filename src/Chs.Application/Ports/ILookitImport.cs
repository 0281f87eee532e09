namespace Chs.Application.Ports;

/// <summary>
/// Copies a Lookit database into this one. Rows that are here already stay as they are, so an interrupted import can be
/// run again.
/// </summary>
public interface ILookitImport
{
    /// <param name="source">Connection string of Lookit's PostgreSQL. It is only read, in one snapshot.</param>
    /// <param name="progress">Called after each batch.</param>
    /// <exception cref="LookitImportException">The import can't run at all; the message says why.</exception>
    Task<ImportReport> RunAsync(string source, IProgress<ImportProgress> progress, CancellationToken cancellationToken);
}

/// <summary>The progress of an import with one entity.</summary>
/// <param name="Entity">Name of the entity.</param>
/// <param name="Done">Rows handled so far.</param>
/// <param name="Total">Rows in Lookit.</param>
public sealed record ImportProgress(string Entity, long Done, long Total);

/// <summary>The result of an import.</summary>
/// <param name="Entities">Counts per entity.</param>
/// <param name="Refused">Rows that couldn't be imported.</param>
/// <param name="Notes">What the import leaves out on purpose.</param>
public sealed record ImportReport(
    IReadOnlyList<ImportedEntity> Entities,
    IReadOnlyList<RefusedRow> Refused,
    IReadOnlyList<string> Notes
)
{
    /// <summary>Whether every row of the source is here, with its key and its uuid.</summary>
    public bool IsComplete => Refused is [] && Entities.All(entity => entity.IsComplete);
}

/// <summary>The counts of one entity.</summary>
/// <param name="Name">Name of the entity.</param>
/// <param name="InSource">Rows in Lookit.</param>
/// <param name="Copied">Rows that this run has copied.</param>
/// <param name="AlreadyPresent">Rows that were here before this run.</param>
/// <param name="Found">Rows of Lookit that are here after this run, counted in the database.</param>
public sealed record ImportedEntity(string Name, long InSource, long Copied, long AlreadyPresent, long Found)
{
    public bool IsComplete => Found == InSource;
}

/// <summary>A row that couldn't be imported.</summary>
public sealed record RefusedRow(string Entity, string Key, string Reason);

/// <summary>The import can't run at all.</summary>
public sealed class LookitImportException(string message, Exception? cause = null) : Exception(message, cause);
