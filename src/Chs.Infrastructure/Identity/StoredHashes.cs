using Chs.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Chs.Infrastructure.Identity;

/// <summary>Knows what the costliest imported password hash of the site costs.</summary>
/// <remarks>
/// Looked up once an hour, in one scan of the accounts: imports come before a site opens, and hashes go away as people
/// log in. One that an import brings meanwhile counts from the first log-in to its account on.
/// </remarks>
sealed class StoredHashes(IServiceScopeFactory scopes, TimeProvider time)
{
    static readonly TimeSpan KnownFor = TimeSpan.FromHours(1);

    /// <summary>As many characters as the largest number of iterations needs, with what stands around it.</summary>
    static readonly int HeadSize = DjangoPassword.Prefix.Length + $"{DjangoPassword.MaximumIterations}$".Length;

    volatile Known? _known;

    /// <returns>Iterations of HMAC-SHA256; 0 when no account has such a hash.</returns>
    public async Task<int> LargestAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known is { } known && now - known.At < KnownFor)
            return known.Iterations;
        var read = new Known(await ReadAsync(cancellationToken), now);
        _known = read;
        return read.Iterations;
    }

    /// <summary>Takes note of a hash that costs more than was known.</summary>
    public void Note(int iterations)
    {
        if (_known is { } known && known.Iterations < iterations)
            _known = known with { Iterations = iterations };
    }

    async Task<int> ReadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChsDbContext>();
        // Few: a site's hashes have a handful of numbers.
        var heads = await db
            .Users.Where(u => u.PasswordHash.StartsWith(DjangoPassword.Prefix))
            .Select(u => u.PasswordHash.Substring(0, HeadSize))
            .Distinct()
            .ToListAsync(cancellationToken);
        var accepted = heads
            .Select(DjangoPassword.IterationsOf)
            .Where(iterations => iterations is <= DjangoPassword.MaximumIterations);
        return (int)(accepted.Max() ?? 0);
    }

    sealed record Known(int Iterations, DateTimeOffset At);
}
