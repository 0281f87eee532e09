namespace Chs.Application.Exports;

/// <summary>Chooses the columns for the values of lists and objects, whose number depends on what studies send.</summary>
/// <remarks>
/// A study may assign its conditions thousands of names, and a column for each would make every row so wide. When there
/// are more than <see cref="Maximum"/>, those stay that stand nearest to the beginning of their list or object in some
/// response, and of equally near ones the first by name. One response with many names can't displace the others'
/// columns then, the choice doesn't depend on the order of rows, and no more than the chosen ones are ever held.
/// </remarks>
sealed class FlattenedColumns
{
    public const int Maximum = 2_000;

    /// <summary>Names beyond it get no column: the header must be bounded, too.</summary>
    public const int LongestName = 1_000;

    readonly SortedSet<Candidate> _nearestFirst = new(Comparer<Candidate>.Create(Compare));
    readonly Dictionary<string, Candidate> _candidates = new(StringComparer.Ordinal);
    readonly Dictionary<string, Candidate>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    int _row;

    public FlattenedColumns() => _bySpan = _candidates.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether there is a response at all.</summary>
    public bool HasRows => _row > 0;

    public IEnumerable<string> Names => _candidates.Keys;

    /// <summary>Considers the columns that a response needs.</summary>
    public void Add(IReadOnlyList<NestedValue> values)
    {
        _row++;
        var repeated = new List<(string Name, int Distance)>();
        Span<char> buffer = stackalloc char[LongestName];
        foreach (var value in values)
        {
            foreach (var (distance, leaf) in value.Leaves.Index())
            {
                if (leaf.Place.Length > LongestName)
                    continue;
                var name = leaf.Place.NameIn(buffer);
                // More than that can't get columns.
                if (!Offer(name, distance) && repeated.Count < Maximum)
                    repeated.Add((name.ToString(), distance));
            }
        }

        OfferNumbered(repeated);
    }

    /// <summary>A name that comes twice in a response needs a second column, unless another value has its name.</summary>
    void OfferNumbered(List<(string Name, int Distance)> repeated)
    {
        var numbers = new NumberedNames();
        foreach (var (name, distance) in repeated)
        {
            var numbered = numbers.NextOf(name, free => !IsInRow(free));
            if (numbered.Length <= LongestName)
                Offer(numbered, distance);
        }
    }

    bool IsInRow(string name) => _candidates.TryGetValue(name, out var candidate) && candidate.Row == _row;

    /// <returns>False when the row has the column already.</returns>
    bool Offer(ReadOnlySpan<char> name, int distance)
    {
        if (!_bySpan.TryGetValue(name, out var known))
        {
            if (_nearestFirst.Count < Maximum || distance <= _nearestFirst.Max!.Distance)
                Take(new Candidate(name.ToString(), distance) { Row = _row });
            return true;
        }

        var isNew = known.Row != _row;
        known.Row = _row;
        if (distance < known.Distance)
        {
            _nearestFirst.Remove(known);
            Take(known with { Distance = distance });
        }

        return isNew;
    }

    void Take(Candidate candidate)
    {
        _candidates[candidate.Name] = candidate;
        _nearestFirst.Add(candidate);
        if (_nearestFirst.Count <= Maximum)
            return;
        var farthest = _nearestFirst.Max!;
        _nearestFirst.Remove(farthest);
        _candidates.Remove(farthest.Name);
    }

    static int Compare(Candidate one, Candidate other)
    {
        var byDistance = one.Distance.CompareTo(other.Distance);
        return byDistance != 0 ? byDistance : CodePointOrder.Instance.Compare(one.Name, other.Name);
    }

    /// <param name="Distance">The smallest number of values before it in any response.</param>
    sealed record Candidate(string Name, int Distance)
    {
        /// <summary>The newest response that needs it.</summary>
        public int Row { get; set; }
    }
}
