using Chs.Infrastructure.Persistence;

namespace Chs.Api.Commands;

/// <summary>Stops the program before it uses a database that another version made.</summary>
static class ForeignSchema
{
    /// <exception cref="FaultySettingsException">The settings name such a database.</exception>
    public static async Task ThrowIfForeignSchemaAsync(
        this IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        if (await services.FindForeignSchemaAsync(cancellationToken) is { } refusal)
            throw new FaultySettingsException([refusal]);
    }
}
