using Chs.Testing;

namespace Chs.Api.Tests.Access.Roles;

/// <summary>
/// A table of who gets what: the status that each role gets from each request. <c>V3/v3-matrix.txt</c> explains the
/// form.
/// </summary>
sealed class RoleMatrix
{
    /// <summary>Stands for a request that a role doesn't make.</summary>
    public const string NotAsked = "-";

    const string RolesLine = "roles";
    const string Any = "any";
    const string Others = "others";
    const string SectionMark = "-- ";

    readonly List<string> _roles = [];
    readonly List<Row> _rows = [];
    readonly Dictionary<string, string[]> _groups = [];
    readonly Dictionary<string, string> _bodies = [];

    /// <summary>The roles of each column of the section that is being read.</summary>
    List<string[]> _columns = [];

    RoleMatrix() { }

    /// <param name="Request">Verb, path and body as they stand in the table, which identifies the row.</param>
    /// <param name="Path">With names of ids in braces.</param>
    /// <param name="Body">JSON with names of ids in braces, the name of a picture, or empty.</param>
    public sealed record Row(
        string Request,
        string Verb,
        string Path,
        string Body,
        IReadOnlyDictionary<string, string> StatusByRole
    );

    public IReadOnlyList<string> Roles => _roles;

    public IReadOnlyList<Row> Rows => _rows;

    public Row this[string request] => _rows.Single(row => row.Request == request);

    /// <param name="file">Relative to the folder of this project.</param>
    public static RoleMatrix Read(string file)
    {
        var matrix = new RoleMatrix();
        foreach (var line in File.ReadLines(Repository.File($"tests/Chs.Api.Tests/{file}")))
            matrix.ReadLine(line);
        return matrix;
    }

    void ReadLine(string line)
    {
        if (line.Length == 0 || line[0] == '#')
            return;
        if (line[0] == '@')
            ReadBody(line);
        else if (line.StartsWith(SectionMark, StringComparison.Ordinal))
            ReadColumns(line);
        else if (line.Contains('|'))
            ReadRow(line);
        else
            ReadGroup(line);
    }

    void ReadBody(string line)
    {
        var parts = line.Split(' ', 2);
        _bodies.Add(parts[0], parts[1]);
    }

    void ReadGroup(string line)
    {
        var parts = line.Split(':');
        var names = parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts[0] == RolesLine)
            _roles.AddRange(names);
        else
            _groups.Add(parts[0], names);
    }

    void ReadColumns(string line)
    {
        var labels = line.Split('|').Skip(1).Select(label => label.Trim()).ToList();
        var named = labels.Where(label => label is not Others).SelectMany(RolesOf).ToList();
        string[] others = [.. _roles.Except(named)];
        _columns = [.. labels.Select(label => label is Others ? others : RolesOf(label))];
        if (!_columns.SelectMany(roles => roles).Order().SequenceEqual(_roles.Order()))
            throw new FormatException($"Each role must have exactly one column: {line}");
    }

    string[] RolesOf(string label) =>
        label is Any ? [.. _roles] : [.. label.Split(',').SelectMany(name => _groups.GetValueOrDefault(name, [name]))];

    void ReadRow(string line)
    {
        var cells = line.Split('|').Select(cell => cell.Trim()).ToList();
        var request = cells[0];
        if (cells.Count - 1 != _columns.Count || _rows.Any(row => row.Request == request))
            throw new FormatException($"A row must be new and have a status for each column: {line}");
        var statuses = new Dictionary<string, string>();
        foreach (var (roles, status) in _columns.Zip(cells.Skip(1)))
        foreach (var role in roles)
            statuses.Add(role, status);
        var parts = request.Split(' ', 3);
        var path = parts.ElementAtOrDefault(1) ?? "";
        var body = parts.ElementAtOrDefault(2) ?? "";
        _rows.Add(new Row(request, parts[0], path, _bodies.GetValueOrDefault(body, body), statuses));
    }
}
