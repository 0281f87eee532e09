namespace Chs.Infrastructure.Importing;

/// <summary>
/// How one of Lookit's tables is copied into one of ours: a query that yields our columns under our names.
/// </summary>
sealed record TableCopy
{
    /// <summary>Column that tells why a row can't be copied; null in a row that can.</summary>
    public const string RefusalColumn = "_refused";

    /// <summary>Column that tells what is left out of a row that is copied; null when nothing is.</summary>
    public const string NoteColumn = "_note";

    /// <summary>Name of the rows in progress messages and reports.</summary>
    public required string Entity { get; init; }

    /// <summary>Our table.</summary>
    public required string Table { get; init; }

    /// <summary>
    /// Our columns that identify a row: they tell whether it was copied before, and name it in reports.
    /// </summary>
    public required string[] Key { get; init; }

    /// <summary>Tables, joins and conditions of the query, beginning with FROM.</summary>
    public required string From { get; init; }

    /// <summary>Our columns and the SQL expressions that yield them.</summary>
    /// <remarks>A column whose name begins with <c>_</c> is auxiliary: it is read, but not written.</remarks>
    public required (string Column, string Expression)[] Columns { get; init; }

    /// <summary>Computes what SQL can't express, after a row is read.</summary>
    public Action<ImportRow>? Complete { get; init; }

    /// <summary>Columns that <see cref="Complete"/> adds to a row.</summary>
    public string[] Added { get; init; } = [];

    /// <summary>The order in which rows are copied.</summary>
    public string OrderBy { get; init; } = "1";

    /// <summary>
    /// Whether the database numbers new rows of our table; they then continue after the largest copied number.
    /// </summary>
    public bool IsNumbered => Key is ["id", ..];

    public string Query
    {
        get
        {
            var columns = Columns.Select(column => $"{column.Expression} AS {column.Column}");
            return $"SELECT {string.Join(", ", columns)} {From} ORDER BY {OrderBy}";
        }
    }

    /// <summary>A query that yields only the columns of the key.</summary>
    public string KeyQuery
    {
        get
        {
            var columns = Key.Select(column => $"{ExpressionOf(column)} AS {column}");
            return $"SELECT {string.Join(", ", columns)} {From} ORDER BY {OrderBy}";
        }
    }

    /// <summary>Columns that are written, in order.</summary>
    public IReadOnlyList<string> Written =>
        field ??= [.. Columns.Select(column => column.Column).Concat(Added).Where(column => column[0] != '_')];

    string ExpressionOf(string column) => Columns.Single(c => c.Column == column).Expression;
}
