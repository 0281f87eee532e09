namespace Chs.Application.Exports;

/// <summary>Where a value stands in the lists and objects of a column: in an item of a list, or a member.</summary>
sealed class Place
{
    const char Separator = '.';

    readonly int _depth;

    Place(Place? within, string name)
    {
        Within = within;
        Name = name;
        Length = within is null ? name.Length : within.Length + 1 + name.Length;
        _depth = within is null ? 0 : within._depth + 1;
    }

    /// <summary>The list or object in which it is; null for the column itself.</summary>
    public Place? Within { get; }

    /// <summary>The item's index, the member's name or the column's id.</summary>
    public string Name { get; }

    /// <summary>Length of <see cref="NameIn"/>.</summary>
    public int Length { get; }

    public static Place Of(string column) => new(null, column);

    public Place At(string name) => new(this, name);

    public Place At(int index) => new(this, $"{index}");

    /// <summary>Whether this is the other place, or one around it.</summary>
    public bool Holds(Place other)
    {
        var around = other;
        while (around._depth > _depth)
            around = around.Within!;
        return around == this;
    }

    /// <summary>Writes the name of the column for this place, such as <c>response__conditions.0.order.1</c>.</summary>
    /// <param name="buffer">Of at least <see cref="Length"/> characters.</param>
    public ReadOnlySpan<char> NameIn(Span<char> buffer)
    {
        var end = Length;
        for (var place = this; place is not null; place = place.Within)
        {
            end -= place.Name.Length;
            place.Name.CopyTo(buffer[end..]);
            if (place.Within is not null)
                buffer[--end] = Separator;
        }

        return buffer[..Length];
    }
}
