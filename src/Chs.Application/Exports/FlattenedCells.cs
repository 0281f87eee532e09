namespace Chs.Application.Exports;

/// <summary>Puts the values of lists and objects into the columns that were chosen for them.</summary>
sealed class FlattenedCells
{
    readonly HashSet<string> _columns;
    readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public FlattenedCells(IEnumerable<string> columns)
    {
        _columns = columns.ToHashSet(StringComparer.Ordinal);
        _bySpan = _columns.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>
    /// Of values whose columns have one name, the reference system shows the last one: that stays there, and the others
    /// are numbered. What has no column stands as JSON in the column of the whole.
    /// </summary>
    public void AddTo(Dictionary<string, object?> row, IReadOnlyList<NestedValue> values)
    {
        foreach (var value in values)
        {
            var placed = Place(value.Leaves, out var count);
            foreach (var (column, cell) in placed)
                row[column] = cell.Value;
            if (placed.Count < count)
                row[value.Column.Name] = NestedRest.Of(value, placed.Values.Select(cell => cell.Position).ToHashSet());
        }
    }

    Dictionary<string, Cell> Place(IEnumerable<Leaf> leaves, out int count)
    {
        var cells = new Dictionary<string, Cell>(StringComparer.Ordinal);
        var replaced = new List<(string Column, Cell Cell)>();
        Span<char> buffer = stackalloc char[FlattenedColumns.LongestName];
        count = 0;
        foreach (var leaf in leaves)
        {
            var cell = new Cell(count++, leaf.Value);
            if (leaf.Place.Length > buffer.Length || !_bySpan.TryGetValue(leaf.Place.NameIn(buffer), out var column))
                continue;
            if (cells.TryGetValue(column, out var earlier))
                replaced.Add((column, earlier));
            cells[column] = cell;
        }

        PlaceNumbered(replaced, cells);
        return cells;
    }

    void PlaceNumbered(List<(string Column, Cell Cell)> replaced, Dictionary<string, Cell> cells)
    {
        var numbers = new NumberedNames();
        foreach (var (column, cell) in replaced)
        {
            var numbered = numbers.NextOf(column, name => !cells.ContainsKey(name));
            if (_columns.Contains(numbered))
                cells[numbered] = cell;
        }
    }

    /// <param name="Position">Number of values before it.</param>
    readonly record struct Cell(int Position, object? Value);
}
