namespace Chs.Application.Studies;

/// <summary>A place in a script: its line and its column (UTF-16 unit), both counted from 1.</summary>
readonly record struct ScriptPlace(int Line, int Column) : IComparable<ScriptPlace>
{
    public int CompareTo(ScriptPlace other) => (Line, Column).CompareTo((other.Line, other.Column));
}
