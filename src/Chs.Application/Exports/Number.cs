using System.Globalization;

namespace Chs.Application.Exports;

/// <summary>A number, in the digits with which it was sent.</summary>
readonly record struct Number(string Digits)
{
    public static Number Of(int value) => new(value.ToString(CultureInfo.InvariantCulture));

    public override string ToString() => Digits;
}
