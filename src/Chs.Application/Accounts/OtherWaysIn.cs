using System.Globalization;
using Chs.Domain;
using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>What opens an account without its password, and outlives a change of it unless the owner says otherwise.</summary>
sealed class OtherWaysIn(LogInSessions sessions, ExternalIdentities identities)
{
    /// <summary>
    /// Most of each kind that the question names; <see cref="ListTokens"/> and <see cref="ListExternalLogIns"/> have all.
    /// </summary>
    const int MostShown = 20;

    /// <summary>Asks about both kinds at once, as far as the request doesn't say.</summary>
    /// <returns>Null when there is nothing to ask.</returns>
    public async Task<Error?> AskAboutAsync(User user, ChangePassword request, CancellationToken cancellationToken)
    {
        var tokens = request.AreTokensRevoked is null ? await NameTokensAsync(user, cancellationToken) : [];
        var logIns = request.AreExternalLogInsRemoved is null ? await NameLogInsAsync(user, cancellationToken) : [];
        if (tokens is [] && logIns is [])
            return null;
        var question = tokens is [] ? AccountErrors.ExternalLogInsUndecided : AccountErrors.TokensUndecided;
        return question with { Faults = [.. tokens, .. logIns] };
    }

    async Task<List<Fault>> NameTokensAsync(User user, CancellationToken cancellationToken)
    {
        var tokens = await sessions
            .TokensOf(user)
            .Select(c => new TokenNote(c.Label, c.CreatedAt, c.LastUsedAt))
            .Take(MostShown)
            .ToListAsync(cancellationToken);
        return [.. tokens.Select(token => new Fault("/areTokensRevoked", "undecided", token.ToString()))];
    }

    async Task<List<Fault>> NameLogInsAsync(User user, CancellationToken cancellationToken)
    {
        var logIns = await identities.Of(user).AsNoTracking().Take(MostShown).ToListAsync(cancellationToken);
        return
        [
            .. logIns.Select(i => new Fault(
                "/areExternalLogInsRemoved",
                "undecided",
                $"{i.Subject} at {i.Issuer}, linked {Day(i.CreatedAt)}"
            )),
        ];
    }

    static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    sealed record TokenNote(string Label, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt)
    {
        public override string ToString()
        {
            var lastUse = LastUsedAt is { } used ? $"last used {Day(used)}" : "never used";
            return $"“{Label}”, made {Day(CreatedAt)}, {lastUse}";
        }
    }
}
