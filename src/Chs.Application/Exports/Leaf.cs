namespace Chs.Application.Exports;

/// <summary>A value of a list or an object that is neither itself.</summary>
/// <param name="Value">A string, a <see cref="Number"/>, a boolean or null.</param>
readonly record struct Leaf(Place Place, object? Value);
