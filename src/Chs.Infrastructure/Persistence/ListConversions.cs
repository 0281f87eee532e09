using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence;

/// <summary>
/// Stores short lists in one text column, the same way on both databases. They can't be searched in queries.
/// </summary>
static class ListConversions
{
    const string DateFormat = "yyyy-MM-dd";

    /// <summary>Stores a list of strings as a JSON array.</summary>
    public static PropertyBuilder<IReadOnlyList<string>> HasJsonConversion(
        this PropertyBuilder<IReadOnlyList<string>> property
    )
    {
        property.HasConversion(
            texts => JsonSerializer.Serialize(texts, JsonSerializerOptions.Default),
            json => JsonSerializer.Deserialize<List<string>>(json, JsonSerializerOptions.Default)!,
            ElementComparer<string>()
        );
        return property;
    }

    /// <inheritdoc cref="HasJsonConversion(PropertyBuilder{IReadOnlyList{string}})"/>
    public static ComplexTypePropertyBuilder<IReadOnlyList<string>> HasJsonConversion(
        this ComplexTypePropertyBuilder<IReadOnlyList<string>> property
    ) =>
        property.HasConversion(
            texts => JsonSerializer.Serialize(texts, JsonSerializerOptions.Default),
            json => JsonSerializer.Deserialize<List<string>>(json, JsonSerializerOptions.Default)!,
            ElementComparer<string>()
        );

    /// <summary>Stores dates as ISO 8601, separated by commas.</summary>
    public static ComplexTypePropertyBuilder<IReadOnlyList<DateOnly>> HasDatesConversion(
        this ComplexTypePropertyBuilder<IReadOnlyList<DateOnly>> property
    ) =>
        property.HasConversion(
            dates => string.Join(',', dates.Select(date => date.ToString(DateFormat, CultureInfo.InvariantCulture))),
            text =>
                text.Split(',', StringSplitOptions.RemoveEmptyEntries)
                    .Select(date => DateOnly.ParseExact(date, DateFormat, CultureInfo.InvariantCulture))
                    .ToList(),
            ElementComparer<DateOnly>()
        );

    static ValueComparer<IReadOnlyList<T>> ElementComparer<T>() =>
        new((a, b) => a!.SequenceEqual(b!), list => list.Count);
}
