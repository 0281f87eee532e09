using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence;

/// <summary>Short lists in one column, alike on both databases. Nobody searches in them.</summary>
static class ListConversions
{
    /// <summary>A list of texts as a JSON array.</summary>
    public static PropertyBuilder<IReadOnlyList<string>> HasTexts(this PropertyBuilder<IReadOnlyList<string>> property)
    {
        property.HasConversion(
            texts => JsonSerializer.Serialize(texts, JsonSerializerOptions.Default),
            json => JsonSerializer.Deserialize<List<string>>(json, JsonSerializerOptions.Default)!,
            Same<string>()
        );
        return property;
    }

    /// <inheritdoc cref="HasTexts(PropertyBuilder{IReadOnlyList{string}})"/>
    public static ComplexTypePropertyBuilder<IReadOnlyList<string>> HasTexts(
        this ComplexTypePropertyBuilder<IReadOnlyList<string>> property
    ) =>
        property.HasConversion(
            texts => JsonSerializer.Serialize(texts, JsonSerializerOptions.Default),
            json => JsonSerializer.Deserialize<List<string>>(json, JsonSerializerOptions.Default)!,
            Same<string>()
        );

    /// <summary>Dates as text, with commas between.</summary>
    public static ComplexTypePropertyBuilder<IReadOnlyList<DateOnly>> HasDates(
        this ComplexTypePropertyBuilder<IReadOnlyList<DateOnly>> property
    ) =>
        property.HasConversion(
            dates => string.Join(',', dates.Select(date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
            text =>
                text.Split(',', StringSplitOptions.RemoveEmptyEntries)
                    .Select(date => DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture))
                    .ToList(),
            Same<DateOnly>()
        );

    static ValueComparer<IReadOnlyList<T>> Same<T>() => new((a, b) => a!.SequenceEqual(b!), list => list.Count);
}
