using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Lists the actor's children, youngest first.</summary>
public sealed record ListChildren : PagedQuery, IQuery<Page<ChildView>>
{
    internal sealed class Validator : PagedValidator<ListChildren>;

    internal sealed class Handler(IChsDb db, Actor actor) : IRequestHandler<ListChildren, Outcome<Page<ChildView>>>
    {
        public async Task<Outcome<Page<ChildView>>> Handle(ListChildren request, CancellationToken cancellationToken)
        {
            var children = db.Children.AsNoTracking().Where(c => c.UserId == actor.Key && !c.IsDeleted);
            if (request.After is { } after)
            {
                if (!DateOnly.TryParse(after.Text, out var birthday))
                    return Error.Invalid("/cursor", "not_a_cursor", "Send a nextCursor as you got it.");
                children = children.Where(c => c.Birthday < birthday || (c.Birthday == birthday && c.Id > after.Key));
            }

            var rows = await children
                .OrderByDescending(c => c.Birthday)
                .ThenBy(c => c.Id)
                .Take(request.Limit + 1)
                .ToListAsync(cancellationToken);
            return Page.Create(rows, request.Limit, c => new Cursor(c.Birthday.ToString("O"), c.Id), ChildView.Of);
        }
    }
}
