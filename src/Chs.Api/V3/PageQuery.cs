using Chs.Application.Paging;

namespace Chs.Api.V3;

/// <summary>The part of a list that is requested, where the route holds the rest of the query.</summary>
public sealed record PageQuery : PagedQuery;
