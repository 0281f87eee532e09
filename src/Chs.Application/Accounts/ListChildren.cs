using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Lists the actor's children, youngest first.</summary>
public sealed record ListChildren : PagedQuery, IQuery<Page<ChildView>>, IOpenToFamilies
{
    /// <summary>Only these children, at most 100.</summary>
    public IReadOnlyList<Guid>? Ids { get; init; }

    internal override bool Takes(Cursor after) => Handler.YoungestFirst.Takes(after);

    internal sealed class Validator : PagedValidator<ListChildren>
    {
        public Validator() => RuleFor(q => q.Ids).MustHoldAtMost(Page.MaximumLimit);
    }

    internal sealed class Handler(ChildFinder own) : IRequestHandler<ListChildren, Outcome<Page<ChildView>>>
    {
        internal static readonly Keyset<Child> YoungestFirst = Keyset.By<Child>(
            c => c.Birthday,
            c => c.Id,
            isDescending: true
        );

        public async Task<Outcome<Page<ChildView>>> Handle(ListChildren request, CancellationToken cancellationToken)
        {
            var children = own.Own.AsNoTracking();
            if (request.Ids is { Count: > 0 } ids)
                children = children.Where(c => ids.Contains(c.Uuid));
            var total = await children.CountIfAskedAsync(request, cancellationToken);
            var rows = await YoungestFirst.PageOf(children, request).ToListAsync(cancellationToken);
            return Page.Create(request, rows, total, c => new Cursor(c.Birthday.ToString("O"), c.Id), ChildView.Of);
        }
    }
}
