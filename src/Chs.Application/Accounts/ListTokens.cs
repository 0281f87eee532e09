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

    internal sealed class Handler(IChsDb db, ICurrentActor current) : IRequestHandler<ListTokens, Outcome<Page<TokenListItem>>>
    {
        public async Task<Outcome<Page<TokenListItem>>> Handle(ListTokens request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor) return Error.Unauthenticated;
            var after = request.After?.Key ?? 0;
            var rows = await db.Credentials.AsNoTracking()
                .Where(c => c.UserId == actor.Key && c.Kind == CredentialKind.ApiToken && c.Id > after)
                .OrderBy(c => c.Id).Take(request.Limit + 1)
                .ToListAsync(cancellationToken);
            return Pages.Of(rows, request.Limit, c => new Cursor("", c.Id), c => new TokenListItem(c.Uuid, c.Label, c.CreatedAt, c.ExpiresAt));
        }
    }
}

/// <summary>A key for scripts, without its secret.</summary>
public sealed record TokenListItem(Guid Id, string Label, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);
