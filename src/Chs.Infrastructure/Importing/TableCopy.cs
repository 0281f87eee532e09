using Npgsql;

namespace Chs.Infrastructure.Importing;

/// <summary>How one of Lookit's tables becomes one of ours: a query that yields our columns, by our names.</summary>
/// <param name="Entity">What people call it.</param>
/// <param name="Table">Our table.</param>
/// <param name="Key">Our columns that tell whether a row is here already; the first one names the row in reports.</param>
/// <param name="From">Tables, joins and conditions of the query.</param>
/// <param name="Columns">Our column and the expression that gives it. A column whose name begins with <c>_</c> is an aid and isn't written; <c>_refused</c> says why a row can't be taken.</param>
sealed record TableCopy(
    string Entity,
    string Table,
    string[] Key,
    string From,
    (string Column, string Expression)[] Columns
)
{
    /// <summary>Changes or adds what SQL can't say. Columns that it adds stand in <see cref="Added"/>.</summary>
    public Action<ImportRow>? Complete { get; init; }

    /// <summary>Columns that <see cref="Complete"/> fills.</summary>
    public string[] Added { get; init; } = [];

    /// <summary>In which order rows are copied.</summary>
    public string OrderBy { get; init; } = "1";

    /// <summary>Whether new rows of ours get numbers: then they go on behind the largest.</summary>
    public bool IsNumbered => Key is ["id", ..];

    public string Query =>
        $"SELECT {string.Join(", ", Columns.Select(column => $"{column.Expression} AS {column.Column}"))} {From} ORDER BY {OrderBy}";

    /// <summary>Columns that are written, in order.</summary>
    public IReadOnlyList<string> Written =>
        field ??= [.. Columns.Select(column => column.Column).Concat(Added).Where(column => column[0] != '_')];

    public string this[string column] => Columns.Single(c => c.Column == column).Expression;
}

/// <summary>One row on its way.</summary>
sealed class ImportRow
{
    readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public object? this[string column]
    {
        get => _values[column];
        set => _values[column] = value;
    }

    /// <summary>Why it can't be taken; null: it can.</summary>
    public string? Refused { get; set; }

    public T Get<T>(string column) => (T)_values[column]!;

    public static ImportRow Of(NpgsqlDataReader reader)
    {
        var row = new ImportRow();
        for (var i = 0; i < reader.FieldCount; i++)
            row[reader.GetName(i)] = reader.IsDBNull(i) ? null : reader.GetValue(i);
        if (row._values.TryGetValue("_refused", out var reason))
            row.Refused = (string?)reason;
        return row;
    }

    public object?[] Values(IReadOnlyList<string> columns) => [.. columns.Select(column => _values[column])];

    public string Name(TableCopy copy) => string.Join('/', copy.Key.Select(column => _values[column]));
}
