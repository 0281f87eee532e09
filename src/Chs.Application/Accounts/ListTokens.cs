using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>The actor's keys for scripts, oldest first, without their secrets.</summary>
public sealed record ListTokens : PagedQuery, IQuery<Page<TokenListItem>>
{
    internal sealed class Validator : PagedValidator<ListTokens>;

    internal sealed class Handler(IChsDb db, ICurrentActor current)
        : IRequestHandler<ListTokens, Outcome<Page<TokenListItem>>>
    {
        public async Task<Outcome<Page<TokenListItem>>> Handle(ListTokens request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var after = request.After?.Key ?? 0;
            var rows = await db
                .Credentials.AsNoTracking()
                .Where(c => c.UserId == actor.Key && c.Kind == CredentialKind.ApiToken && c.Id > after)
                .OrderBy(c => c.Id)
                .Take(request.Limit + 1)
                .ToListAsync(cancellationToken);
            return Page.Create(rows, request.Limit, c => new Cursor("", c.Id), TokenListItem.Of);
        }
    }
}

/// <summary>A key for scripts, without its secret.</summary>
/// <param name="Id">The key.</param>
/// <param name="Label">What it is for.</param>
/// <param name="IsReadOnly">It changes nothing.</param>
/// <param name="IsDeidentified">It shows nothing by which families could be recognised.</param>
/// <param name="Studies">The studies it is for; empty: all of yours.</param>
/// <param name="CreatedAt">Since when it works.</param>
/// <param name="ExpiresAt">Until when; null: until revoked.</param>
/// <param name="LastUsedAt">When it was used last, to the minute; null: never.</param>
public sealed record TokenListItem(
    Guid Id,
    string Label,
    bool IsReadOnly,
    bool IsDeidentified,
    IReadOnlyList<Guid> Studies,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt
)
{
    internal static TokenListItem Of(Credential token) =>
        new(
            token.Uuid,
            token.Label,
            token.IsReadOnly,
            token.IsDeidentified,
            token.Scope?.Studies ?? [],
            token.CreatedAt,
            token.ExpiresAt,
            token.LastUsedAt
        );
}
