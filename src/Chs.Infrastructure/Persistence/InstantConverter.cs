using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Chs.Infrastructure.Persistence;

/// <summary>Stores instants as UTC, truncated to microseconds, on both databases.</summary>
/// <remarks>PostgreSQL has no finer resolution, and SQLite can't order values with offsets.</remarks>
sealed class InstantConverter()
    : ValueConverter<DateTimeOffset, DateTime>(
        instant => new DateTime(
            instant.UtcDateTime.Ticks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond,
            DateTimeKind.Utc
        ),
        stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc))
    );
