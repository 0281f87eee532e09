namespace Chs.Application.Ports;

/// <summary>Copies a Lookit database into this one. What is there already stays as it is, so it may be interrupted and run again.</summary>
public interface ILookitImport
{
    /// <param name="source">Connection string of Lookit's PostgreSQL; it is only read, in one snapshot.</param>
    /// <param name="progress">Hears of each batch.</param>
    /// <exception cref="LookitImportException">Nothing can be copied at all, and why.</exception>
    Task<ImportReport> RunAsync(string source, IProgress<ImportProgress> progress, CancellationToken cancellationToken);
}

/// <summary>How far an import is with one entity.</summary>
public sealed record ImportProgress(string Entity, long Done, long Total);

/// <summary>What an import did.</summary>
/// <param name="Refused">Rows that can't be taken.</param>
/// <param name="Notes">What was left behind on purpose.</param>
public sealed record ImportReport(
    IReadOnlyList<ImportedEntity> Entities,
    IReadOnlyList<RefusedRow> Refused,
    IReadOnlyList<string> Notes
)
{
    /// <summary>Every row of the source is here, with its key and its id.</summary>
    public bool IsComplete => Refused is [] && Entities.All(entity => entity.IsComplete);
}

/// <summary>Counts of one entity.</summary>
/// <param name="InSource">Rows in Lookit.</param>
/// <param name="Copied">Rows that this run brought.</param>
/// <param name="ThereBefore">Rows that an earlier run had brought.</param>
/// <param name="Found">Rows of Lookit that were found here afterwards: counted anew.</param>
public sealed record ImportedEntity(string Name, long InSource, long Copied, long ThereBefore, long Found)
{
    public bool IsComplete => Found == InSource;
}

/// <summary>A row that can't be taken.</summary>
public sealed record RefusedRow(string Entity, string Key, string Reason);

/// <summary>Nothing can be copied at all.</summary>
public sealed class LookitImportException(string message, Exception? cause = null) : Exception(message, cause);
