using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Lists the actor's API tokens, oldest first, without their secrets.</summary>
public sealed record ListTokens : PagedQuery, IQuery<Page<TokenListItem>>, IOpenToFamilies
{
    internal sealed class Validator : PagedValidator<ListTokens>;

    internal sealed class Handler(
        IChsDb db,
        AccountFinder accounts,
        SecondFactors factors,
        AccountRules rules,
        Actor actor
    ) : IRequestHandler<ListTokens, Outcome<Page<TokenListItem>>>
    {
        static readonly Keyset<Credential> OldestFirst = Keyset.ByKey<Credential>(c => c.Id, isDescending: false);

        public async Task<Outcome<Page<TokenListItem>>> Handle(ListTokens request, CancellationToken cancellationToken)
        {
            var tokens = db
                .Credentials.AsNoTracking()
                .Where(c => c.UserId == actor.Key && c.Kind == CredentialKind.ApiToken);
            var total = await tokens.CountIfAskedAsync(request, cancellationToken);
            var rows = await OldestFirst.PageOf(tokens, request).ToListAsync(cancellationToken);
            var owner = await accounts.FindOwnAsync(cancellationToken);
            var isDemanded = await factors.AreDemandedOfAsync(owner, cancellationToken);
            return Page.Create(
                request,
                rows,
                total,
                c => new Cursor("", c.Id),
                c => TokenListItem.Of(c, isUseless: isDemanded && !rules.MeetsSecondFactor(c))
            );
        }
    }
}

/// <summary>An API token without its secret.</summary>
/// <param name="Id">The token.</param>
/// <param name="Label">What the token is for, in its owner's words.</param>
/// <param name="IsReadOnly">Whether the token can't change anything.</param>
/// <param name="IsDeidentified">Whether the token can't see data that could identify a family.</param>
/// <param name="Studies">The studies that the token can access; empty: all of yours.</param>
/// <param name="CreatedAt">When the token was created.</param>
/// <param name="ExpiresAt">When the token expires; null: it is valid until it is revoked.</param>
/// <param name="LastUsedAt">When it was last used, to the minute; null: never.</param>
/// <param name="IsImported">Whether the system made it that this one replaces, without asking for a second factor.</param>
/// <param name="HasSecondFactor">Whether it was made or confirmed in a log-in with a second factor.</param>
/// <param name="NeedsConfirmation">
/// Whether it opens nothing before <c>confirmToken</c>, because the site demands a second factor and the token has none.
/// </param>
public sealed record TokenListItem(
    Guid Id,
    string Label,
    bool IsReadOnly,
    bool IsDeidentified,
    IReadOnlyList<Guid> Studies,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt,
    bool IsImported,
    bool HasSecondFactor,
    bool NeedsConfirmation
)
{
    internal static TokenListItem Of(Credential token, bool isUseless) =>
        new(
            token.Uuid,
            token.Label,
            token.IsReadOnly,
            token.IsDeidentified,
            token.Scope?.Studies ?? [],
            token.CreatedAt,
            token.ExpiresAt,
            token.LastUsedAt,
            token.IsImported,
            token.IsTwoFactor,
            isUseless
        );
}
