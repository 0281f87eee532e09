using Chs.Application.Paging;

namespace Chs.Api.V3;

/// <summary>The part of a list that is requested, where the route holds the rest of the query.</summary>
public sealed record PageQuery : PagedQuery
{
    /// <summary>The query of a list, for this part of it.</summary>
    public TQuery For<TQuery>(TQuery list)
        where TQuery : PagedQuery => list with { Cursor = Cursor, Limit = Limit, WithTotal = WithTotal };
}
