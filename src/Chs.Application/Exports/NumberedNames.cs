namespace Chs.Application.Exports;

/// <summary>Names for what would have the name of something else: <c>name#2</c>, <c>name#3</c> …</summary>
sealed class NumberedNames
{
    readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <param name="isFree">Whether nothing has a name.</param>
    public string NextOf(string name, Func<string, bool> isFree)
    {
        while (true)
        {
            var number = _numbers.GetValueOrDefault(name, 1) + 1;
            _numbers[name] = number;
            var numbered = $"{name}#{number}";
            if (isFree(numbered))
                return numbered;
        }
    }
}
