using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Chs.Infrastructure.Persistence;

/// <summary>Instants are stored as UTC to the microsecond on both databases: PostgreSQL has no finer, SQLite can't order offsets.</summary>
sealed class InstantConverter()
    : ValueConverter<DateTimeOffset, DateTime>(
        instant => new DateTime(
            instant.UtcDateTime.Ticks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond,
            DateTimeKind.Utc
        ),
        stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc))
    );
