using Npgsql;

namespace Chs.Infrastructure.Importing;

/// <summary>A row that is being copied: values by our column names, nulls included.</summary>
sealed class ImportRow
{
    readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public object? this[string column]
    {
        get => _values[column];
        set => _values[column] = value;
    }

    /// <summary>Why the row can't be copied; null: it can.</summary>
    public string? Refusal => (string?)_values.GetValueOrDefault(TableCopy.RefusalColumn);

    /// <summary>What is left out of the row; null: nothing.</summary>
    public string? Note => (string?)_values.GetValueOrDefault(TableCopy.NoteColumn);

    public static ImportRow Read(NpgsqlDataReader reader)
    {
        var row = new ImportRow();
        for (var i = 0; i < reader.FieldCount; i++)
            row[reader.GetName(i)] = reader.IsDBNull(i) ? null : reader.GetValue(i);
        return row;
    }

    public T Get<T>(string column) => (T)_values[column]!;

    public object?[] Values(IReadOnlyList<string> columns) => [.. columns.Select(column => _values[column])];

    /// <summary>The key's values, separated by slashes, for reports.</summary>
    public string Name(TableCopy copy) => string.Join('/', Values(copy.Key));
}
